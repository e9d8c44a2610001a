package io.reeve.command.grammar;

/** CephSocketpath: the absolute path of a socket. */
record SocketpathType() implements ArgType {
    @Override
    public String typeName() {
        return "CephSocketpath";
    }

    @Override
    public String description() {
        return "<socket>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new BadValueException(text + " is not an absolute path");
        }
        return text;
    }
}
