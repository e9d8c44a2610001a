package io.reeve.command.grammar;

import java.util.List;

/** CephBool: a flag {@code --name}, or {@code true} or {@code false}. */
record BoolType() implements ArgType {
    @Override
    public String typeName() {
        return "CephBool";
    }

    @Override
    public String description() {
        return "<bool>";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw new BadValueException(text + " not one of 'true', 'false'");
        };
    }

    @Override
    public Object check(Object json) throws BadValueException {
        if (json instanceof Boolean) {
            return json;
        }
        throw new BadValueException(json + " not one of true, false");
    }

    @Override
    public List<String> candidates() {
        return List.of("true", "false");
    }
}
