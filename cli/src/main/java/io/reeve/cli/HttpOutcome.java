package io.reeve.cli;

import java.net.URI;

/** The outcome of one HTTP request. */
sealed interface HttpOutcome {
    /** Answered; {@code location} is "" if the answer has none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answered(URI from, int code, String location, byte[] body) implements HttpOutcome {}

    /** Not sent, since the host refused or could not be reached. */
    record NotSent(URI to, String why) implements HttpOutcome {}

    /** Sent, at least in part, but not answered. */
    record Lost(URI to, String why) implements HttpOutcome {}
}
