package io.reeve.election;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The lease of the present leadership: renewed, put in doubt, and counted when it ran out. Part of the role machine. */
final class HeldLease {
    /** This many pauses longer than the lease within {@link #PAUSE_WINDOW}, and leadership goes to somebody else. */
    static final int PAUSES = 3;
    static final long PAUSE_WINDOW = Duration.ofMinutes(1).toNanos();

    private @Nullable Lease lease;
    private long suspectSince;
    private boolean ranOut;
    private final Deque<Long> pauses = new ArrayDeque<>();

    /** Leadership begins. */
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

    /** The same, by what the clock says now: that it ran out is remembered. */
    Lease at(long now) {
        Lease held = get();
        ranOut |= !held.mayAct(now);
        return held;
    }

    /** Something speaks against it: only what is sent from now on proves it again. */
    void doubt(long now) {
        suspectSince = now;
    }

    /** A check that was sent then was accepted. @return whether the leader may act by that */
    boolean renew(long sentAt, long now) {
        lease = at(now).renewed(sentAt);
        return sentAt - suspectSince >= 0 && get().mayAct(now);
    }

    /** To be asked when the leader comes back from a freeze. */
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
