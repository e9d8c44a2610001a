package io.reeve.command.grammar;

import java.util.List;

/** CephChoices: one word out of a list. */
record ChoicesType(List<String> choices) implements ArgType {
    ChoicesType {
        choices = List.copyOf(choices);
    }

    @Override
    public String typeName() {
        return "CephChoices";
    }

    @Override
    public String description() {
        return String.join("|", choices);
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (!choices.contains(text)) {
            throw new BadValueException(text + " not in " + description());
        }
        return text;
    }

    @Override
    public List<String> candidates() {
        return choices;
    }
}
