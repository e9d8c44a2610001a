package io.reeve.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a command as a manager describes it: its literal words and its parameters, in order.
 *
 * @param parts the literal words and the parameters
 */
record CommandShape(List<Part> parts) {
    CommandShape {
        parts = List.copyOf(parts);
    }

    /** A literal word, or a parameter. */
    sealed interface Part {}

    /** A word that stands in the line as it is. */
    record Literal(String word) implements Part {}

    /**
     * A parameter.
     *
     * @param name       its name, by which the line may give it too: {@code --name VALUE}
     * @param type       its type, such as {@code CephInt}
     * @param choices    the words that it takes, with {@code |} between; empty for any
     * @param required   whether it must be given
     * @param list       whether it takes several words
     * @param positional whether it may be given without its name
     * @param secret     whether its value is in no log
     */
    record Param(String name, String type, String choices, boolean required, boolean list, boolean positional,
            boolean secret) implements Part {
        /** Whether it has no value: {@code --name}. */
        boolean isFlag() {
            return type.equals("CephBool");
        }

        /** Whether the word may be for it, as far as one sees that from here. */
        boolean fits(String word) {
            return switch (type) {
                case "CephInt" -> word.matches("-?[0-9]+");
                case "CephFloat" -> word.matches("-?[0-9.]+");
                case "CephChoices" -> List.of(choices.split("\\|")).contains(word);
                case String _ -> true;
            };
        }
    }

    /** Whether a value of it is in no log. */
    boolean hasSecret() {
        return parts.stream().anyMatch(part -> part instanceof Param param && param.secret());
    }

    /** The shapes in an answer to {@code get_command_descriptions}; what is no command in it is left out. */
    static List<CommandShape> read(Map<String, Object> descriptions) {
        List<CommandShape> shapes = new ArrayList<>();
        for (Object one : descriptions.values()) {
            if (one instanceof Map<?, ?> command && command.get("sig") instanceof List<?> sig) {
                List<Part> parts = sig.stream().flatMap(part -> part(part).stream()).toList();
                if (!parts.isEmpty() && parts.getFirst() instanceof Literal) {
                    shapes.add(new CommandShape(parts));
                }
            }
        }
        return List.copyOf(shapes);
    }

    private static Optional<Part> part(Object part) {
        if (part instanceof String word) {
            return Optional.of(new Literal(word));
        }
        if (!(part instanceof Map<?, ?> keys) || !(keys.get("name") instanceof String name)) {
            return Optional.empty();
        }
        return Optional.of(new Param(name, text(keys, "type"), text(keys, "strings"),
                !Boolean.FALSE.equals(keys.get("req")), keys.containsKey("n"),
                !Boolean.FALSE.equals(keys.get("positional")), Boolean.TRUE.equals(keys.get("secret"))));
    }

    private static String text(Map<?, ?> keys, String key) {
        return keys.get(key) instanceof String text ? text : "";
    }

    /** How many of these words begin the command, as literals. */
    int literals(List<String> words) {
        int count = 0;
        while (count < words.size() && count < parts.size() && parts.get(count) instanceof Literal(String word)
                && word.equals(words.get(count))) {
            count++;
        }
        return count;
    }
}
