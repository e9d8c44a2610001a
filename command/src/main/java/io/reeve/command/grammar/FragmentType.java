package io.reeve.command.grammar;

/** CephFragment: {@code hex/bits}, such as {@code 0x7/3}. */
record FragmentType() implements ArgType {
    @Override
    public String typeName() {
        return "CephFragment";
    }

    @Override
    public String description() {
        return "<0xvalue/bits>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new BadValueException(text + ": no /bits after the value");
        }
        String value = text.substring(0, slash);
        if (!value.matches("(?i)0x[0-9a-f]{1,8}")) {
            throw new BadValueException(text + ": " + value + " is not a hexadecimal number as 0x7");
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,2}") || Integer.parseInt(bits) > 24) {
            throw new BadValueException(text + ": bits " + bits + " is not a number from 0 to 24");
        }
        return text;
    }
}
