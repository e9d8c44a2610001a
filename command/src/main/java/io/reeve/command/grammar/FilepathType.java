package io.reeve.command.grammar;

/** CephFilepath: a path. The handler finds out whether the manager can open it. */
record FilepathType() implements ArgType {
    @Override
    public String typeName() {
        return "CephFilepath";
    }

    @Override
    public String description() {
        return "<file>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new BadValueException("a path is neither empty nor contains a NUL");
        }
        return text;
    }
}
