package io.reeve.command.grammar;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One word of a descriptor: a literal or a parameter. */
sealed interface Element {

    /** The least number of words that it takes. */
    int minWords();

    /** A word that is typed as it stands. */
    record Literal(String word) implements Element {
        @Override
        public int minWords() {
            return 1;
        }
    }

    /**
     * A parameter.
     *
     * @param count      the exact number of values, or {@link #MANY}
     * @param positional whether it may be given without its name
     * @param secret     whether its values are kept out of logs
     */
    record Param(String name, ArgType type, boolean required, int count, boolean positional, boolean secret)
            implements
                Element {
        static final int MANY = Integer.MAX_VALUE;

        boolean isList() {
            return count > 1;
        }

        @Override
        public int minWords() {
            if (!required || !positional) {
                return 0;
            }
            return count == MANY ? 1 : count;
        }

        /** The parameter as refusals name it, such as {@code a(<string>)}. */
        String described() {
            return name + "(" + type.description() + ")" + (count == MANY ? "..." : "");
        }

        /** Whether {@code --option} means this parameter; {@code -} and {@code _} are the same. */
        boolean isCalled(String option) {
            return name.replace('-', '_').equals(option.replace('-', '_'));
        }

        String option() {
            return "--" + name.replace('_', '-');
        }

        String concise() {
            String shown;
            if (type instanceof BoolType && !required) {
                shown = option();
            } else if (!positional) {
                shown = option() + "=" + type.description();
            } else {
                shown = type.concise(name);
            }
            if (count == MANY) {
                shown += "...";
            } else if (count > 1) {
                shown += "{" + count + "}";
            }
            return required ? shown : "[" + shown + "]";
        }

        /**
         * Converts one word.
         *
         * @throws BadValueException with the name of the parameter in its message
         */
        Object parse(String word) throws BadValueException {
            return named(() -> type.parse(word));
        }

        /**
         * Converts one JSON value.
         *
         * @throws BadValueException with the name of the parameter in its message
         */
        Object check(@Nullable Object json) throws BadValueException {
            if (json == null) {
                throw bad("null is no value; leave the argument out");
            }
            if (json instanceof Map || json instanceof List) {
                throw bad((json instanceof Map ? "an object" : "a list")
                        + " is no " + type.description());
            }
            return named(() -> type.check(json));
        }

        private Object named(Parsing parsing) throws BadValueException {
            try {
                return parsing.value();
            } catch (BadValueException e) {
                throw e.of(name);
            }
        }

        private BadValueException bad(String reason) {
            return new BadValueException("bad value of " + name, name + ": " + reason);
        }

        @FunctionalInterface
        private interface Parsing {
            Object value() throws BadValueException;
        }
    }
}
