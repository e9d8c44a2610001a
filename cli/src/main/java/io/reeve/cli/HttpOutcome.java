package io.reeve.cli;

import java.net.URI;

/** What became of one HTTP request. */
sealed interface HttpOutcome {
    /** An answer came; {@code location} is "" if it names none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answered(URI from, int code, String location, byte[] body) implements HttpOutcome {}

    /** Refused or unreachable: the request never left. */
    record NotSent(URI to, String why) implements HttpOutcome {}

    /** Sent, perhaps whole, and no answer came. */
    record Lost(URI to, String why) implements HttpOutcome {}
}
