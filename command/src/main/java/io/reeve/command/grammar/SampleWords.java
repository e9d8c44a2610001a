package io.reeve.command.grammar;

import io.reeve.command.grammar.Element.Literal;
import io.reeve.command.grammar.Element.Param;
import java.util.ArrayList;
import java.util.List;

/** Words that a signature takes: once with its required parameters alone, and once with all. */
final class SampleWords {
    /** At least one of them is a value of each type; which one does not matter. */
    private static final List<String> VALUES = List.of("x", "1", "0", "0.5", "true", "1.a", "osd.0", "mgr.a", "/x",
            "0x1/1", "127.0.0.1", "127.0.0.1:1/1", "7a2e5a2c-51f1-4d0b-9d80-3c3a5a1f7c11");

    private SampleWords() {}

    static List<List<String>> of(Signature signature) {
        return List.of(words(signature, false), words(signature, true));
    }

    private static List<String> words(Signature signature, boolean all) {
        List<String> words = new ArrayList<>();
        for (Element element : signature.elements()) {
            switch (element) {
                case Literal literal -> words.add(literal.word());
                case Param param when param.positional() && (all || param.required()) -> {
                    String value = value(param.type());
                    for (int i = 0; i < (param.count() == Param.MANY ? 1 : param.count()); i++) {
                        words.add(value);
                    }
                }
                case Param _ -> {
                } // what has to be named is no word
            }
        }
        return words;
    }

    private static String value(ArgType type) {
        List<String> possible = new ArrayList<>(type.candidates());
        possible.addAll(VALUES);
        if (type instanceof IntType number && number.min() != null) {
            possible.add(number.min().toString());
        }
        if (type instanceof FloatType number && number.min() != null) {
            possible.add(number.min().toString());
        }
        return possible.stream().filter(text -> fits(type, text)).findFirst().orElse("x");
    }

    private static boolean fits(ArgType type, String text) {
        try {
            Object _ = type.parse(text);
            return true;
        } catch (BadValueException e) {
            return false;
        }
    }
}
