package io.reeve.command.grammar;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of all commands of a manager, which finds the command of a request and checks its arguments. Immutable. */
public final class CommandTable {
    private static final Comparator<WordMatch> BEST_LAST = Comparator.comparingInt(WordMatch::literals)
            .thenComparingInt(WordMatch::matched)
            .thenComparing(Comparator.<WordMatch>comparingLong(m -> m.signature()
                    .params()
                    .stream()
                    .filter(Element.Param::required)
                    .count()).reversed());

    private final List<Entry> entries;
    private final List<Problem> problems;
    private final Map<String, List<Entry>> byFirstWord = new LinkedHashMap<>();
    private final Map<String, List<Entry>> byPrefix = new LinkedHashMap<>();

    /**
     * A command in the table.
     *
     * @param owner   the name of the module, or {@code mgr} for a built-in command
     * @param handler an object for the dispatcher; the table does not use it
     * @param rank    whose commands are tried first
     */
    public record Entry(Signature signature, String owner, Object handler, Rank rank) {}

    /** The order in which commands are tried: what one of an earlier rank matches never goes to a later one. */
    public enum Rank {
        /** The manager's own. */
        BUILTIN,
        /** Those of modules that are enabled. */
        ENABLED,
        /** Those of modules that are not: they only say so. */
        OTHER
    }

    /**
     * A command that was left out.
     *
     * @param owner      who has declared it
     * @param text       the reason, with owner and command
     * @param isConflict whether the reason is another command
     */
    public record Problem(String owner, String text, boolean isConflict) {}

    private CommandTable(Builder builder) {
        entries = List.copyOf(builder.entries);
        problems = List.copyOf(builder.problems);
        for (Entry entry : entries) {
            byFirstWord.computeIfAbsent(firstWord(entry.signature()), w -> new ArrayList<>()).add(entry);
            byPrefix.computeIfAbsent(entry.signature().prefix(), p -> new ArrayList<>()).add(entry);
        }
    }

    /** A builder of an empty table. */
    public static Builder builder() {
        return new Builder(List.of());
    }

    /** A builder of a table that begins with the commands of this one, which are not parsed again. */
    public Builder extended() {
        return new Builder(entries);
    }

    /** All commands, in the order in which they were added. */
    public List<Entry> entries() {
        return entries;
    }

    /** The prefixes of the commands that every node executes itself, sorted. */
    public List<String> answeredByAnyNode() {
        return entries.stream()
                .map(Entry::signature)
                .filter(Signature::isAnsweredByAnyNode)
                .map(Signature::prefix)
                .distinct()
                .sorted()
                .toList();
    }

    /** The commands that were left out, with the reason: malformed descriptors, and commands that another owner has. */
    public List<String> problems() {
        return problems.stream().map(Problem::text).toList();
    }

    /** The commands of an owner that were left out because of commands of others, with the reason. */
    public List<String> conflicts(String owner) {
        return problems.stream().filter(p -> p.isConflict() && p.owner().equals(owner)).map(Problem::text).toList();
    }

    /** Parses the words of a command line. Never throws. */
    public ParseResult parse(List<String> words) {
        return parse(words, null);
    }

    /** Parses the words of a command line; {@code format} applies unless they contain {@code --format}. Never throws. */
    public ParseResult parse(List<String> words, @Nullable String format) {
        List<WordMatch> matches = new ArrayList<>();
        Map<Signature, Entry> owners = new LinkedHashMap<>();
        for (Entry entry : candidates(words)) {
            matches.add(WordMatch.of(entry.signature(), words, format));
            owners.put(entry.signature(), entry);
        }
        Comparator<WordMatch> earlierLast = Comparator.<WordMatch, Rank>comparing(
                m -> Objects.requireNonNull(owners.get(m.signature())).rank()).reversed();
        Optional<WordMatch> best = matches.stream()
                .filter(WordMatch::isComplete)
                .max(earlierLast.thenComparing(BEST_LAST))
                .or(() -> matches.stream()
                        .filter(WordMatch::isSameCommand)
                        .max(BEST_LAST.thenComparing(earlierLast)));
        if (best.isEmpty()) {
            return unknown(words);
        }
        WordMatch match = best.get();
        Entry entry = Objects.requireNonNull(owners.get(match.signature()));
        return match.isComplete()
                ? accept(entry, match.args(), match.format())
                : refuse(entry, match.kind(), match.error());
    }

    /**
     * Finds the command of a JSON request by its prefix, and checks its arguments. Never throws.
     *
     * @param args   values as a JSON parser returns them: null, Map, List, String, Number, Boolean
     * @param format the request's {@code format}, which is also an argument of commands that declare one
     */
    public ParseResult bind(String prefix, Map<String, ? extends @Nullable Object> args, @Nullable String format) {
        ParseResult first = null;
        for (Entry entry : byPrefix.getOrDefault(prefix, List.of())) {
            ParseResult result;
            try {
                result = accept(entry, JsonBinding.bind(entry.signature(), args, format), Optional.ofNullable(format));
            } catch (BadValueException e) {
                result = refuse(entry, e.kind(), e.reason());
            }
            if (result instanceof Parsed) {
                return result;
            }
            first = first == null ? result : first;
        }
        return first == null ? unknown(List.of(prefix.strip().split(" +"))) : first;
    }

    /** The help text of the commands that start with these words; empty if there are none. No words mean all commands. */
    public Optional<String> help(List<String> words) {
        List<String> lines = HelpText.of(this, words);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    /** The commands of {@link #help}, each with its signature, description, permissions and owner. */
    public List<Map<String, Object>> helpData(List<String> words) {
        List<Signature> shown = HelpText.signatures(this, words);
        return entries.stream()
                .filter(e -> shown.contains(e.signature()))
                .map(e -> Data.map("command", e.signature().concise(), "description",
                        e.signature().descriptor().desc(), "perm", e.signature().descriptor().perm(), "module",
                        e.owner()))
                .toList();
    }

    /** The message about words that are not a command, with the closest commands. */
    public String closest(List<String> words) {
        return ClosestCommands.message(this, words);
    }

    /** The completions of the last word, which may be empty; sorted. */
    public List<String> complete(List<String> words) {
        return complete(words, KnownValues.NONE);
    }

    /** The completions likewise, with values of parameters that are known now. */
    public List<String> complete(List<String> words, KnownValues known) {
        return Completion.of(this, words, known);
    }

    /** The commands as data, in the shape of Ceph's {@code get_command_descriptions}. */
    public Map<String, Object> descriptions() {
        return Descriptions.of(this);
    }

    private Refused unknown(List<String> words) {
        return new Refused(Errno.EINVAL, literals(words), "no valid command found", closest(words), Optional.empty());
    }

    /** The leading words that some command begins with. */
    private String literals(List<String> words) {
        int known = entries.stream().mapToInt(e -> shared(e.signature().literals(), words)).max().orElse(0);
        return String.join(" ", words.subList(0, known));
    }

    private static int shared(List<String> literals, List<String> words) {
        int shared = 0;
        while (shared < Math.min(literals.size(), words.size()) && literals.get(shared).equals(words.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static String firstWord(Signature signature) {
        return signature.elements().getFirst() instanceof Element.Literal first ? first.word() : "";
    }

    private List<Entry> candidates(List<String> words) {
        if (words.isEmpty() || WordMatch.isOption(words.getFirst()) || byFirstWord.containsKey("")) {
            return entries;
        }
        return byFirstWord.getOrDefault(words.getFirst(), List.of());
    }

    private static ParseResult accept(Entry entry, Map<String, Object> args, Optional<String> format) {
        if (entry.signature().isObsolete()) {
            return new Refused(Errno.EOPNOTSUPP, entry.signature().prefix(), "obsolete",
                    "command '" + entry.signature().prefix() + "' is obsolete: " + entry
                            .signature()
                            .descriptor()
                            .desc(),
                    Optional.of(entry));
        }
        return new Parsed(entry, args, format);
    }

    private static Refused refuse(Entry entry, String kind, String error) {
        return new Refused(Errno.EINVAL, entry.signature().prefix(), kind,
                "Invalid command: " + error + "\n" + entry.signature().usage(),
                Optional.of(entry));
    }

    /** A builder of a table. Not thread-safe. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, String> ownerOfPrefix = new HashMap<>();
        private final Set<String> declared = new HashSet<>();
        /** By their first word; those that begin with a parameter by the empty one. */
        private final Map<String, List<Entry>> builtins = new HashMap<>();

        private Builder(List<Entry> base) {
            for (Entry entry : base) {
                ownerOfPrefix.putIfAbsent(entry.signature().prefix(), entry.owner());
                take(entry);
            }
        }

        private void take(Entry entry) {
            entries.add(entry);
            declared.add(entry.signature().concise());
            if (entry.rank() == Rank.BUILTIN) {
                builtins.computeIfAbsent(firstWord(entry.signature()), w -> new ArrayList<>()).add(entry);
            }
        }

        /** Adds a built-in command; if it cannot be added, {@link CommandTable#problems} says why. */
        public Builder add(String owner, CommandDescriptor descriptor, Object handler) {
            return add(owner, descriptor, handler, Rank.BUILTIN);
        }

        /** Adds a command likewise, after all of earlier ranks. */
        public Builder add(String owner, CommandDescriptor descriptor, Object handler, Rank rank) {
            Signature signature;
            try {
                signature = Signature.parse(descriptor);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(owner, "module '" + owner + "': " + e.getMessage(), false));
                return this;
            }
            String first = ownerOfPrefix.putIfAbsent(signature.prefix(), owner);
            Optional<Entry> shadow = rank == Rank.BUILTIN ? Optional.empty() : shadow(signature);
            if (first != null && !first.equals(owner)) {
                conflict(owner, signature.prefix(), "belongs to module '" + first
                        + "' already and keeps its meaning: give it another name");
            } else if (shadow.isPresent()) {
                conflict(owner, signature.concise(),
                        "would never be reached, as its words are also those of the built-in"
                                + " command '" + shadow.get().signature().concise()
                                + "', which goes first: give it other words");
            } else if (declared.contains(signature.concise())) {
                problems.add(new Problem(owner,
                        "module '" + owner + "': command '" + signature.concise() + "' is declared twice", false));
            } else {
                take(new Entry(signature, owner, handler, rank));
            }
            return this;
        }

        private void conflict(String owner, String command, String why) {
            problems.add(new Problem(owner, "module '" + owner + "': command '" + command + "' " + why, true));
        }

        /** The built-in command that takes words which this one would take, too. */
        private Optional<Entry> shadow(Signature signature) {
            for (List<String> words : SampleWords.of(signature)) {
                for (String first : List.of(words.isEmpty() ? "" : words.getFirst(), "")) {
                    for (Entry entry : builtins.getOrDefault(first, List.of())) {
                        if (WordMatch.of(entry.signature(), words, null).isComplete()) {
                            return Optional.of(entry);
                        }
                    }
                }
            }
            return Optional.empty();
        }

        /** The table of the commands that were added. */
        public CommandTable build() {
            return new CommandTable(this);
        }
    }
}
