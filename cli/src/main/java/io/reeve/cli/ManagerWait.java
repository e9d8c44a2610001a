package io.reeve.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a manager that takes the command: a back-off between attempts, one line to the user, and an end. The
 * pauses are not random, since one command line loads nobody; the back-off is its own, since this client depends on nothing of the manager.
 */
final class ManagerWait {
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 500;
    private final ClientLimits limits;
    private final long endNanos;
    private final boolean limited;
    private final PrintStream err;
    private long beganNanos;
    private long silentSinceNanos;
    private boolean began;
    private boolean said;
    private long pauseMillis = FIRST_PAUSE_MS;

    /** @param timeout the user's own limit for the whole command, beginning now; zero for none */
    ManagerWait(ClientLimits limits, Duration timeout, PrintStream err) {
        this.limits = limits;
        this.err = err;
        limited = !timeout.isZero();
        endNanos = System.nanoTime() + timeout.toNanos();
    }

    /** The rest of the user's own limit; null if there is none. */
    @Nullable
    Duration left() {
        return limited ? Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())) : null;
    }

    /**
     * Pauses before the next attempt.
     *
     * @param anybody whether any manager answered
     * @return false, without a pause, if it is time to give up
     */
    boolean pause(boolean anybody, String why) throws InterruptedException {
        long now = System.nanoTime();
        if (!began) {
            began = true;
            beganNanos = now;
            silentSinceNanos = now;
        }
        silentSinceNanos = anybody ? now : silentSinceNanos;
        long waited = now - beganNanos;
        boolean over = waited >= limits.waitActive().toNanos()
                || (!anybody && now - silentSinceNanos >= limits.waitAny().toNanos());
        if (over || (limited && now - endNanos >= 0)) {
            return false;
        }
        if (!said && waited >= limits.quiet().toNanos()) {
            said = true;
            err.println("reeve: waiting for an active manager: " + why);
        }
        Thread.sleep(limited ? Math.min(pauseMillis, Math.max(1, (endNanos - now) / 1_000_000)) : pauseMillis);
        pauseMillis = Math.min(LONGEST_PAUSE_MS, pauseMillis * 2);
        return true;
    }

    /** The time waited so far, as a text for people. */
    String waited() {
        return began ? Math.round((System.nanoTime() - beganNanos) / 1e8) / 10.0 + " s" : "0 s";
    }
}
