package io.reeve.command.grammar;

import io.reeve.api.command.Errno;
import java.util.Map;
import java.util.Optional;

/** What became of a request: a command with its arguments, or a refusal. */
public sealed interface ParseResult {

    /** The command it names, if it names one. */
    Optional<CommandTable.Entry> command();

    /**
     * A command that may run.
     *
     * @param args   checked; the values are String, Long, Double, Boolean or a List of one of these
     * @param format what {@code --format} said, if it was there
     */
    record Parsed(CommandTable.Entry entry, Map<String, Object> args, Optional<String> format) implements ParseResult {
        public Parsed {
            args = Map.copyOf(args);
        }

        @Override
        public Optional<CommandTable.Entry> command() {
            return Optional.of(entry);
        }
    }

    /**
     * A refusal.
     *
     * @param message what is wrong and, in further lines, how the command is used
     * @param command the command that was meant, if that is clear
     */
    record Refused(Errno errno, String message, Optional<CommandTable.Entry> command) implements ParseResult {}
}
