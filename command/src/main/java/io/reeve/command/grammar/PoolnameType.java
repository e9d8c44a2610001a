package io.reeve.command.grammar;

/** CephPoolname: the name of a pool, which need not exist. */
record PoolnameType() implements ArgType {
    @Override
    public String typeName() {
        return "CephPoolname";
    }

    @Override
    public String description() {
        return "<poolname>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.isEmpty()) {
            throw new BadValueException("a pool name must not be empty");
        }
        return text;
    }
}
