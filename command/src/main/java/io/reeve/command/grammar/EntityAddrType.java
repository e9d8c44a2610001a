package io.reeve.command.grammar;

/** CephEntityAddr: {@code ip[:port][/nonce]}. */
record EntityAddrType() implements ArgType {
    @Override
    public String typeName() {
        return "CephEntityAddr";
    }

    @Override
    public String description() {
        return "<ip[:port][/nonce]>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        int slash = text.indexOf('/');
        new IpAddrType().parse(slash < 0 ? text : text.substring(0, slash));
        if (slash >= 0 && !text.substring(slash + 1).matches("\\d{1,19}")) {
            throw new BadValueException(text + ": invalid entity, nonce " + text.substring(slash + 1) + " not integer");
        }
        return text;
    }
}
