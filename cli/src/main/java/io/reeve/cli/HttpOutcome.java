package io.reeve.cli;

import java.net.URI;

/**
 * The outcome of one HTTP request.
 *
 * <p>What it means is a method and no switch over the types: the JVM spends more time on the first such switch of a process than
 * on the request, and cannot keep it in the start-up cache.
 */
sealed interface HttpOutcome {
    /** What the request came to, if it was to run a command; a redirect is none yet. */
    CommandAttempt attempt();

    /** Answered; {@code location} is "" if the answer has none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answered(URI from, int code, String location, byte[] body) implements HttpOutcome {
        @Override
        public CommandAttempt attempt() {
            return CommandAttempt.of(this);
        }
    }

    /** Not answered. */
    sealed interface Unanswered extends HttpOutcome {
        URI to();

        String why();
    }

    /** Not sent, since the host refused or could not be reached. */
    record NotSent(URI to, String why) implements Unanswered {
        @Override
        public CommandAttempt attempt() {
            return new CommandAttempt.NotExecuted(to + ": " + why);
        }
    }

    /** Sent, at least in part, but not answered. */
    record Lost(URI to, String why) implements Unanswered {
        @Override
        public CommandAttempt attempt() {
            return new CommandAttempt.Unknown("sent to " + to + ": " + why);
        }
    }
}
