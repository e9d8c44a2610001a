package io.reeve.command;

import java.net.URI;
import java.time.Duration;

/** What the dispatcher says to a request. All but {@link Answered} mean: nothing was executed. */
public sealed interface Outcome {

    /** It reached a command, or was refused by the parser. */
    record Answered(CommandReply reply) implements Outcome {}

    /** Not now. */
    record NotNow(String reason, Duration retryAfter) implements Outcome {}

    /** Another node does it. */
    record Redirect(URI endpoint) implements Outcome {}

    /** The id belongs to another command. */
    record WrongId(String reason) implements Outcome {}
}
