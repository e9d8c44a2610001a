package io.reeve.command.grammar;

/** CephPgid: the id of a placement group, {@code pool.hex}. */
record PgidType() implements ArgType {
    @Override
    public String typeName() {
        return "CephPgid";
    }

    @Override
    public String description() {
        return "<pgid>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new BadValueException("pgid " + text + " has no .");
        }
        String pool = text.substring(0, dot);
        if (!pool.matches("-?\\d{1,18}")) {
            throw new BadValueException("pool " + pool + " not integer");
        }
        if (pool.startsWith("-")) {
            throw new BadValueException("pool " + pool + " < 0");
        }
        String group = text.substring(dot + 1);
        if (!group.matches("(?i)[0-9a-f]{1,16}")) {
            throw new BadValueException("pgnum " + group + " not hex integer");
        }
        return text;
    }
}
