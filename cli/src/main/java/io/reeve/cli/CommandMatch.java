package io.reeve.cli;

import io.reeve.cli.CommandShape.Literal;
import io.reeve.cli.CommandShape.Param;
import io.reeve.cli.CommandShape.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How far the words of a line are one command, up to what may be a secret.
 *
 * @param open     the number of words before the first one that a secret parameter may take, or that none takes
 * @param fits     whether parameters take all words
 * @param literals the number of literal words
 */
record CommandMatch(int open, boolean fits, int literals) {
    /** What a word turns out to be: one that is shown, one that is not, one that nothing takes, or none of this command. */
    private enum Step {
        SHOWN, SECRET, SURPLUS, OTHER
    }

    /** The match of a line with a command; empty if the line is not this command. */
    static Optional<CommandMatch> of(CommandShape shape, List<String> words) {
        return new Walk(shape, words).run();
    }

    /** One walk along the words and what the command has left for them. */
    private static final class Walk {
        private final CommandShape shape;
        private final List<String> words;
        private final Deque<Part> left;
        private boolean options = true;
        private int literals;
        private int at;

        Walk(CommandShape shape, List<String> words) {
            this.shape = shape;
            this.words = words;
            left = new ArrayDeque<>(shape.parts());
            left.removeIf(part -> part instanceof Param param && (!param.positional() || param.isFlag()));
        }

        Optional<CommandMatch> run() {
            Step step = Step.SHOWN;
            int open = 0;
            while (at < words.size() && step == Step.SHOWN) {
                open = at;
                step = step(words.get(at++));
            }
            if (step == Step.OTHER || left.stream().anyMatch(Literal.class::isInstance)) {
                return Optional.empty();
            }
            return Optional
                    .of(new CommandMatch(step == Step.SHOWN ? words.size() : open, step != Step.SURPLUS, literals));
        }

        private Step step(String word) {
            if (options && word.equals("--")) {
                options = false;
                return Step.SHOWN;
            }
            return options && (word.startsWith("--") || CommandLineOptions.isOwn(word))
                    ? option(word)
                    : positional(word);
        }

        private Step option(String word) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Optional<Param> param = shape.parts()
                    .stream()
                    .filter(part -> part instanceof Param one && name.equals("--" + one.name()))
                    .map(Param.class::cast)
                    .findFirst();
            if (param.isEmpty() && !CommandLineOptions.isOwn(name)) {
                return Step.SURPLUS;
            }
            if (param.isPresent() && param.get().secret()) {
                return Step.SECRET;
            }
            param.ifPresent(left::remove);
            boolean valued = param.map(one -> !one.isFlag()).orElseGet(() -> CommandLineOptions.isValued(name));
            at += valued && equals < 0 ? 1 : 0;
            return Step.SHOWN;
        }

        private Step positional(String word) {
            if (mayBeSecret()) {
                return Step.SECRET;
            }
            while (!left.isEmpty()) {
                switch (left.element()) {
                    case Literal(String literal) -> {
                        left.remove();
                        literals++;
                        return literal.equals(word) ? Step.SHOWN : Step.OTHER;
                    }
                    case Param param when param.fits(word) -> {
                        if (!param.list()) {
                            left.remove();
                        }
                        return Step.SHOWN;
                    }
                    case Param param when param.required() -> {
                        return Step.OTHER;
                    }
                    case Param _ -> left.remove();
                }
            }
            return Step.SURPLUS;
        }

        /** Whether the next word may be for a secret parameter: the first one, or one behind others that may be left out. */
        private boolean mayBeSecret() {
            for (Part part : left) {
                if (!(part instanceof Param param)) {
                    return false;
                }
                if (param.secret()) {
                    return true;
                }
                if (param.required() && !param.list()) {
                    return false;
                }
            }
            return false;
        }
    }
}
