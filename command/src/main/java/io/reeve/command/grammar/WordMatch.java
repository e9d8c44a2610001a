package io.reeve.command.grammar;

import io.reeve.command.grammar.Element.Literal;
import io.reeve.command.grammar.Element.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to match the words of a command line with one signature. Options are removed first, wherever they are; the
 * remaining words fill the literals and the positional parameters in order. Not thread-safe.
 */
final class WordMatch {
    private final Signature signature;
    private final Map<String, Object> args = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();
    private int at;
    private int literals;
    private boolean sameCommand = true;
    private @Nullable String format;
    private @Nullable String error;
    private String kind = "";
    private @Nullable BadValueException hint;
    private boolean badValue;

    private WordMatch(Signature signature) {
        this.signature = signature;
    }

    static WordMatch of(Signature signature, List<String> words, @Nullable String format) {
        WordMatch match = new WordMatch(signature);
        match.takeOptions(words);
        if (match.format == null && format != null) {
            match.setOption("format", signature.option("format"), format);
        }
        match.placeWords();
        return match;
    }

    /** Whether the words match the whole signature. */
    boolean isComplete() {
        return sameCommand && error == null;
    }

    /** Whether the literals that were reached are those of this command. */
    boolean isSameCommand() {
        return sameCommand && literals > 0;
    }

    Signature signature() {
        return signature;
    }

    int literals() {
        return literals;
    }

    /** The number of words and options that matched, including one with a bad value. */
    int matched() {
        return literals + args.size() + (badValue ? 1 : 0);
    }

    Map<String, Object> args() {
        return args;
    }

    Optional<String> format() {
        return Optional.ofNullable(format);
    }

    String error() {
        return error == null ? "" : error;
    }

    /** The kind of the error, without any word of the request. */
    String kind() {
        return kind;
    }

    static boolean isOption(String word) {
        return word.equals("-f") || (word.startsWith("--") && word.length() > 2);
    }

    private void takeOptions(List<String> all) {
        for (int i = 0; i < all.size(); i++) {
            String word = all.get(i);
            if (word.equals("--")) {
                words.addAll(all.subList(i + 1, all.size()));
                return;
            }
            if (!isOption(word)) {
                words.add(word);
            } else if (takeOption(word, i + 1 < all.size() ? all.get(i + 1) : null)) {
                i++;
            }
        }
    }

    /** Takes one option; returns whether the next word was its value. */
    private boolean takeOption(String word, @Nullable String next) {
        int equals = word.indexOf('=');
        String name = word.equals("-f") ? "format" : word.substring(2, equals < 0 ? word.length() : equals);
        Optional<Param> param = signature.option(name);
        if (param.isEmpty() && !name.equals("format")) {
            fail("unexpected option", "Unexpected argument '" + word
                    + "' (a word that begins with -- and is no option stands after a --)");
            return false;
        }
        if (equals >= 0) {
            setOption(name, param, word.substring(equals + 1));
            return false;
        }
        if (param.isPresent() && param.get().type() instanceof BoolType) {
            setOption(name, param, "true");
            return false;
        }
        if (next == null || next.equals("--") || isOption(next)) {
            fail("option without a value", "'" + word + "' needs a value: write --" + name + "=VALUE");
            return false;
        }
        setOption(name, param, next);
        return true;
    }

    private void setOption(String name, Optional<Param> param, String value) {
        if (name.equals("format")) {
            format = value;
        }
        if (param.isEmpty()) {
            return;
        }
        Param p = param.get();
        try {
            Object parsed = p.parse(value);
            if (p.isList()) {
                addTo(p, parsed);
            } else if (args.put(p.name(), parsed) != null) {
                fail("two values of " + p.name(), p.described() + " is given twice");
            }
        } catch (BadValueException e) {
            fail(e.kind(), e.reason());
        }
    }

    @SuppressWarnings("unchecked") // only this method stores lists
    private void addTo(Param param, Object value) {
        ((List<Object>) args.computeIfAbsent(param.name(), n -> new ArrayList<>())).add(value);
    }

    private void placeWords() {
        List<Param> named = signature.params().stream().filter(p -> args.containsKey(p.name())).toList();
        named.stream().filter(p -> p.isList() && p.count() != Param.MANY).forEach(this::checkCount);
        List<Element> open = signature.elements()
                .stream()
                .filter(e -> !(e instanceof Param p) || (p.positional() && !named.contains(p)))
                .toList();
        int needed = open.stream().mapToInt(Element::minWords).sum();
        for (Element element : open) {
            needed -= element.minWords();
            if (!place(element, words.size() - at - needed)) {
                return;
            }
        }
        if (at < words.size()) {
            String rest = words.subList(at, words.size())
                    .stream()
                    .map(w -> "'" + w + "'")
                    .collect(Collectors.joining(", "));
            fail("unused arguments",
                    "unused arguments: [" + rest + "]" + (hint == null ? "" : " (" + hint.reason() + ")"));
        }
    }

    /** Matches one element; returns whether matching can continue. The elements after it do not need {@code spare} words. */
    private boolean place(Element element, int spare) {
        return switch (element) {
            case Literal literal -> placeLiteral(literal);
            case Param p when p.isList() -> placeList(p, spare);
            case Param p -> placeOne(p, spare);
        };
    }

    private boolean placeLiteral(Literal literal) {
        sameCommand = at < words.size() && words.get(at).equals(literal.word());
        if (sameCommand) {
            at++;
            literals++;
        }
        return sameCommand;
    }

    private boolean placeOne(Param param, int spare) {
        if (param.required() && at >= words.size()) {
            return fail("missing " + param.name(), "missing required parameter " + param.described());
        }
        if (!param.required() && spare < 1) {
            return true;
        }
        try {
            args.put(param.name(), param.parse(words.get(at)));
            at++;
            return true;
        } catch (BadValueException e) {
            takeHint(e);
            if (param.required()) {
                badValue = true;
                return fail(e.kind(), e.reason());
            }
            return true;
        }
    }

    /** Keeps why a word was passed over. A number out of range was meant for its parameter, so that hint stays. */
    private void takeHint(BadValueException why) {
        if (hint == null || !hint.isOutOfRange()) {
            hint = why;
        }
    }

    private boolean placeList(Param param, int spare) {
        if (!param.required() && spare < 1) {
            return true;
        }
        int many = param.count() == Param.MANY ? Math.max(spare, 1) : param.count();
        if (param.count() == Param.MANY ? at >= words.size() : words.size() - at < many) {
            return fail(wrongNumber(param), saw(param, words.size() - at));
        }
        for (int i = 0; i < many; i++) {
            try {
                addTo(param, param.parse(words.get(at)));
                at++;
            } catch (BadValueException e) {
                boolean enough = param.count() == Param.MANY && (i > 0 || !param.required());
                takeHint(e);
                badValue = !enough;
                return enough || fail(e.kind(), e.reason());
            }
        }
        return true;
    }

    private void checkCount(Param param) {
        int given = ((List<?>) args.getOrDefault(param.name(), List.of())).size();
        if (given != param.count()) {
            fail(wrongNumber(param), saw(param, given));
        }
    }

    static String wrongNumber(Param param) {
        return "wrong number of values of " + param.name();
    }

    static String saw(Param param, int given) {
        return "saw " + given + " of " + param.described() + ", expected " + (param.count() == Param.MANY
                ? "at least 1"
                : String.valueOf(param.count()));
    }

    /** Records the first error; always returns false. */
    private boolean fail(String which, String what) {
        if (error == null) {
            kind = which;
            error = what;
        }
        return false;
    }
}
