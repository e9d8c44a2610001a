package io.reeve.command.grammar;

import io.reeve.command.grammar.Element.Literal;
import io.reeve.command.grammar.Element.Param;
import io.reeve.command.output.Printable;
import io.reeve.command.output.ResultFormat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The completion of the last word of a command line by one signature, along which the words before it are followed. */
final class Completion {
    private final String partial;
    private final Set<String> found;
    private final Signature signature;
    private final KnownValues known;
    private final Deque<Element> open = new ArrayDeque<>();
    private final Set<Param> used = new HashSet<>();

    private Completion(Signature signature, String partial, Set<String> found, KnownValues known) {
        this.known = known;
        this.signature = signature;
        this.partial = partial;
        this.found = found;
        signature.elements().stream().filter(e -> !(e instanceof Param p) || p.positional()).forEach(open::add);
    }

    static List<String> of(CommandTable table, List<String> words, KnownValues known) {
        String partial = words.isEmpty() ? "" : words.getLast();
        List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        Set<String> found = new TreeSet<>();
        for (CommandTable.Entry entry : table.entries()) {
            if (!entry.signature().isHidden()) {
                new Completion(entry.signature(), partial, found, known).run(before);
            }
        }
        return List.copyOf(found);
    }

    private void run(List<String> before) {
        int count = 0;
        for (int i = 0; i < before.size(); i++) {
            String word = before.get(i);
            if (WordMatch.isOption(word)) {
                Optional<Param> param = option(word);
                param.ifPresent(used::add);
                boolean hasValue = word.indexOf('=') >= 0
                        || (param.isPresent() && param.get().type() instanceof BoolType);
                if (!hasValue && ++i == before.size()) {
                    proposeValues(word, param);
                    return;
                }
            } else if (!walk(word, ++count)) {
                return;
            }
        }
        propose();
    }

    private Optional<Param> option(String word) {
        int equals = word.indexOf('=');
        return word.equals("-f")
                ? signature.option("format")
                : signature.option(word.substring(2, equals < 0
                        ? word.length()
                        : equals));
    }

    private boolean walk(String word, int number) {
        Element next = open.peek();
        return switch (next) {
            case null -> false;
            case Literal literal -> {
                open.pop();
                yield literal.word().equals(word);
            }
            case Param p -> {
                if (!p.isList() || (p.count() != Param.MANY && number >= p.count())) {
                    open.pop();
                }
                yield true;
            }
        };
    }

    private void propose() {
        if (partial.startsWith("-")) {
            proposeOptions();
            return;
        }
        for (Element next : open) {
            switch (next) {
                case Literal literal -> propose(literal.word());
                case Param p -> proposeValues(p);
            }
            if (next.minWords() > 0) {
                return;
            }
        }
        if (partial.isEmpty() && open.isEmpty()) {
            proposeOptions();
        }
    }

    private void proposeOptions() {
        if (open.peek() instanceof Literal) {
            return;
        }
        for (Param p : signature.params()) {
            boolean byName = !p.positional() || p.type() instanceof BoolType;
            if (byName && !used.contains(p)) {
                propose(p.type() instanceof BoolType ? p.option() : p.option() + "=");
            }
        }
    }

    private void proposeValues(String option, Optional<Param> param) {
        if (param.isPresent()) {
            proposeValues(param.get());
        } else if (option.equals("-f") || option.equals("--format")) {
            ResultFormat.names().forEach(this::propose);
        }
    }

    private void proposeValues(Param param) {
        param.type().candidates().forEach(this::propose);
        for (String value : known.of(signature.prefix(), param.name(), param.type().typeName())) {
            if (isWord(value)) {
                propose(value);
            }
        }
    }

    /** Whether shells take it as one word, on one line. */
    private static boolean isWord(String value) {
        return !value.isEmpty() && Printable.line(value).equals(value)
                && value.chars().noneMatch(c -> c <= ' ' || "\"'\\`$;|&<>(){}*?!#".indexOf(c) >= 0);
    }

    private void propose(String candidate) {
        if (candidate.startsWith(partial)) {
            found.add(candidate);
        }
    }
}
