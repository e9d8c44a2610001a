package io.reeve.command.grammar;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CephString: a string, optionally of certain characters only.
 *
 * @param goodchars a character class such as {@code [A-Za-z0-9-_.]}; null for any
 * @param pattern   the same, compiled
 */
record StringType(@Nullable String goodchars, @Nullable Pattern pattern) implements ArgType {

    static StringType any() {
        return new StringType(null, null);
    }

    /**
     * A string of these characters.
     *
     * @throws IllegalArgumentException if {@code goodchars} is not a character class
     */
    static StringType of(String goodchars) {
        if (goodchars.length() < 3 || !goodchars.startsWith("[") || !goodchars.endsWith("]")) {
            throw new IllegalArgumentException("goodchars " + goodchars + " is not a class as [A-Za-z0-9]");
        }
        // Within a character class, [ and && mean something to Java but not to the grammar.
        String inside = goodchars.substring(1, goodchars.length() - 1).replaceAll("(?<!\\\\)([\\[&])", "\\\\$1");
        return new StringType(goodchars, Pattern.compile("[" + inside + "]"));
    }

    @Override
    public String typeName() {
        return "CephString";
    }

    @Override
    public String description() {
        return goodchars == null ? "<string>" : "<string(goodchars " + goodchars + ")>";
    }

    @Override
    public String concise(String name) {
        return "<" + name + ">";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (pattern != null) {
            String bad = text.codePoints()
                    .mapToObj(Character::toString)
                    .filter(c -> !pattern.matcher(c).matches())
                    .distinct()
                    .collect(Collectors.joining());
            if (!bad.isEmpty()) {
                throw new BadValueException("invalid chars " + bad + " in " + text + ": allowed are " + goodchars);
            }
        }
        return text;
    }
}
