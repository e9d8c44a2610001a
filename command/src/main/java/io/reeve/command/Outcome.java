package io.reeve.command;

import java.net.URI;
import java.time.Duration;

/** The dispatcher's answer to a request. All but {@link Answered} mean that nothing was executed. */
public sealed interface Outcome {

    /** The request reached a command, or was refused by the parser. */
    record Answered(CommandReply reply) implements Outcome {}

    /**
     * The command cannot start now, or did nothing since its epoch ended.
     *
     * @param over whether the epoch in which it was let in is over, so that it is decided anew by another role
     */
    record NotNow(String reason, Duration retryAfter, boolean over) implements Outcome {
        public NotNow(String reason, Duration retryAfter) {
            this(reason, retryAfter, false);
        }
    }

    /** The command belongs to another node; {@code endpoint} is the whole URL of its command endpoint. */
    record Redirect(URI endpoint) implements Outcome {}

    /** The id of the request belongs to another command. */
    record WrongId(String reason) implements Outcome {}
}
