package io.reeve.command.grammar;

import java.util.Set;

/** CephName: the name of a daemon, {@code type.id}, or {@code *} for all. */
record NameType() implements ArgType {
    private static final Set<String> TYPES = Set.of("mon", "osd", "mds", "mgr", "client");

    @Override
    public String typeName() {
        return "CephName";
    }

    @Override
    public String description() {
        return "<type.id>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.equals("*")) {
            return text;
        }
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new BadValueException("no . in " + text);
        }
        String type = text.substring(0, dot);
        String id = text.substring(dot + 1);
        if (!TYPES.contains(type)) {
            throw new BadValueException("unknown type " + type);
        }
        if (type.equals("osd") && !id.equals("*")) {
            OsdNameType.number(id);
        }
        if (id.isEmpty()) {
            throw new BadValueException("no id after the . in " + text);
        }
        return text;
    }
}
