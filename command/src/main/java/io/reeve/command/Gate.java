package io.reeve.command;

import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.ParseResult;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The decision whether a command may start on this node now. Called for every new command, from any thread; must be fast. */
@FunctionalInterface
public interface Gate {

    /**
     * The decision on a command of the node's table; empty if the table does not know what was asked for. A standby answers
     * {@link Open} to what every node does itself ({@code mgr stat}) and {@link Elsewhere} to everything else.
     */
    Decision decide(Optional<CommandTable.Entry> command);

    /** The decision on a request, whose arguments may name the node that it is for. */
    default Decision decide(ParseResult request) {
        return decide(request.command());
    }

    /** A decision. */
    sealed interface Decision {}

    /** The command may start, in this epoch. */
    record Open(long epoch) implements Decision {}

    /** The command may not start now: the manager is frozen or draining, or no manager is available. */
    record Closed(String reason, Duration retryAfter) implements Decision {}

    /** The command belongs to another node; {@code endpoint} is the whole URL of that node's command endpoint. */
    record Elsewhere(URI endpoint) implements Decision {}
}
