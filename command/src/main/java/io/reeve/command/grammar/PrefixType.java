package io.reeve.command.grammar;

import java.util.List;

/** CephPrefix: a fixed word, declared as a parameter. */
record PrefixType(String word) implements ArgType {
    @Override
    public String typeName() {
        return "CephPrefix";
    }

    @Override
    public String description() {
        return word;
    }

    @Override
    public String concise(String name) {
        return word;
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (!text.equals(word)) {
            throw new BadValueException("no match for " + text + ": expected " + word);
        }
        return text;
    }

    @Override
    public List<String> candidates() {
        return List.of(word);
    }
}
