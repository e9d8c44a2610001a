package io.reeve.election;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The lease of the present leadership, with the doubts about it and the number of times that it ran out. Part of
 * {@link ElectionMachine}.
 */
final class HeldLease {
    /** The number of pauses longer than the lease, within {@link #PAUSE_WINDOW}, after which the leader hands over. */
    static final int PAUSES = 3;
    static final long PAUSE_WINDOW = Duration.ofMinutes(1).toNanos();

    private @Nullable Lease lease;
    private long suspectSince;
    private boolean ranOut;
    private final Deque<Long> pauses = new ArrayDeque<>();

    /** Begins the lease of a new leadership. */
    void begin(long sentAt, long timeout) {
        lease = new Lease(sentAt, timeout);
        ranOut = false;
        suspectSince = sentAt;
    }

    Lease get() {
        Lease held = lease;
        if (held == null) {
            throw new IllegalStateException("no lease: never led");
        }
        return held;
    }

    /** The lease; if it has run out at {@code now}, that is counted. */
    Lease at(long now) {
        Lease held = get();
        ranOut |= !held.mayAct(now);
        return held;
    }

    /** Puts the leadership in doubt: only an operation that is sent from now on proves it again. */
    void doubt(long now) {
        suspectSince = now;
    }

    /** Renews the lease by a check that was accepted. @return whether the leader may act on that evidence */
    boolean renew(long sentAt, long now) {
        lease = at(now).renewed(sentAt);
        return sentAt - suspectSince >= 0 && get().mayAct(now);
    }

    /** Whether the lease ran out so often that the leader must hand over. To be asked at the end of each freeze. */
    boolean ranOutTooOften(long now) {
        if (ranOut) {
            ranOut = false;
            pauses.add(now);
        }
        pauses.removeIf(at -> now - at > PAUSE_WINDOW);
        if (pauses.size() < PAUSES) {
            return false;
        }
        pauses.clear();
        return true;
    }
}
