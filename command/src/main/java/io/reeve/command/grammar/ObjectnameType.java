package io.reeve.command.grammar;

/** CephObjectname: the name of an object, which need not exist. */
record ObjectnameType() implements ArgType {
    @Override
    public String typeName() {
        return "CephObjectname";
    }

    @Override
    public String description() {
        return "<objectname>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.isEmpty()) {
            throw new BadValueException("a object name must not be empty");
        }
        return text;
    }
}
