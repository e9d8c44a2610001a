package io.reeve.command;

import io.reeve.command.grammar.CommandTable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Decides whether a command may start on this node now. Called for every new command; fast, and from any thread. */
@FunctionalInterface
public interface Gate {

    /**
     * The decision on a command of the node's table; empty if the table does not know what was asked for. A standby answers
     * {@link Open} to what every node does itself ({@code mgr stat}) and {@link Elsewhere} to everything else.
     */
    Decision decide(Optional<CommandTable.Entry> command);

    /** The decision. */
    sealed interface Decision {}

    /** It may start, in this epoch. */
    record Open(long epoch) implements Decision {}

    /** Not now: frozen, draining, nobody available. */
    record Closed(String reason, Duration retryAfter) implements Decision {}

    /** On another node: the whole URL of its command endpoint. */
    record Elsewhere(URI endpoint) implements Decision {}
}
