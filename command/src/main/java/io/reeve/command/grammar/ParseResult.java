package io.reeve.command.grammar;

import io.reeve.api.command.Errno;
import java.util.Map;
import java.util.Optional;

/** The result of parsing a request: a command with its arguments, or a refusal. */
public sealed interface ParseResult {

    /** The command that the request names, if it names one. */
    Optional<CommandTable.Entry> command();

    /**
     * A command that can be executed.
     *
     * @param args   the checked arguments; each value is a String, Long, Double, Boolean or a List of one of these
     * @param format the value of {@code --format}, if it was given
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
     * @param asked   the words of the request that are literal words of a command; nothing that only the sender knows
     * @param kind    the kind of error, without any value of the request
     * @param message the reason and, on further lines, the usage of the command
     * @param command the command that was meant, if that is clear
     */
    record Refused(Errno errno, String asked, String kind, String message, Optional<CommandTable.Entry> command)
            implements
                ParseResult {}
}
