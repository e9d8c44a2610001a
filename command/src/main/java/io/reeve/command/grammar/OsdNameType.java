package io.reeve.command.grammar;

/** CephOsdName: {@code 3}, {@code osd.3} (both arrive as {@code "3"}), or {@code *} for all. */
record OsdNameType() implements ArgType {
    @Override
    public String typeName() {
        return "CephOsdName";
    }

    @Override
    public String description() {
        return "<id|osd.id>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.equals("*")) {
            return text;
        }
        int dot = text.indexOf('.');
        if (dot >= 0 && !text.startsWith("osd.")) {
            throw new BadValueException("unknown type " + text.substring(0, dot));
        }
        return number(text.substring(dot + 1));
    }

    @Override
    public Object check(Object json) throws BadValueException {
        return json instanceof Boolean || json instanceof Double ? ArgType.super.check(json) : parse(json.toString());
    }

    static String number(String id) throws BadValueException {
        if (!id.matches("-?\\d{1,18}")) {
            throw new BadValueException("osd id " + id + " not integer");
        }
        long number = Long.parseLong(id);
        if (number < 0) {
            throw new BadValueException("osd id " + id + " is less than 0");
        }
        return Long.toString(number);
    }
}
