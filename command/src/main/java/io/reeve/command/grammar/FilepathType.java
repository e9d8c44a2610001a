package io.reeve.command.grammar;

/** CephFilepath: a path; whether the manager can open it is the handler's to find out. */
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
