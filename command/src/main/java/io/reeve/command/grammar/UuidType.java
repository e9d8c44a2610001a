package io.reeve.command.grammar;

/** CephUUID: a UUID of 8-4-4-4-12 hexadecimal digits. */
record UuidType() implements ArgType {
    @Override
    public String typeName() {
        return "CephUUID";
    }

    @Override
    public String description() {
        return "<uuid>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (!text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new BadValueException(text + " is not an UUID as 123e4567-e89b-12d3-a456-426614174000");
        }
        return text;
    }
}
