package io.reeve.reportport.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Daemons whose hello is left unanswered while the lead changes, so that all who come back at once neither compete with the
 * take-over nor ask again and again. Afterwards they are answered in the order in which they came, a bounded number at a
 * time; none waits longer than {@link #LONGEST} for the change. Their connections stay where they are, and cost nothing
 * meanwhile. Thread-safe.
 */
final class HeldDaemons {
    /** The longest wait for an end of the change. A reporter gives up a search only after twice this time. */
    static final Duration LONGEST = Duration.ofSeconds(2);
    static final int IN_A_TURN = 64;
    /** The time between two turns. */
    static final Duration TURN = Duration.ofMillis(10);

    private final BooleanSupplier leadChanges;
    private final Executor nextTurn;
    private final LongSupplier nanos;
    private final BiConsumer<Channel, Identity> answer;
    @GuardedBy("this")
    private final Map<Channel, Held> held = new LinkedHashMap<>();
    @GuardedBy("this")
    private boolean turning;

    private record Held(Identity daemon, long since) {}

    /**
     * @param leadChanges whether an answer now would be of no use soon; called often, must not block
     * @param nextTurn    runs a task {@link #TURN} later, on one thread
     * @param nanos       a monotonic clock
     * @param answer      answers a daemon; called in a turn, must not block
     */
    HeldDaemons(BooleanSupplier leadChanges, Executor nextTurn, LongSupplier nanos,
            BiConsumer<Channel, Identity> answer) {
        this.leadChanges = leadChanges;
        this.nextTurn = nextTurn;
        this.nanos = nanos;
        this.answer = answer;
    }

    /** Holds a daemon if the lead changes, or if others still wait for their turn; false if it can be answered now. */
    boolean hold(Channel channel, Identity daemon) {
        synchronized (this) {
            if (held.isEmpty() && !leadChanges.getAsBoolean()) {
                return false;
            }
            held.put(channel, new Held(daemon, nanos.getAsLong()));
            if (!turning) {
                turning = true;
                later();
            }
        }
        channel.closeFuture().addListener(_ -> leave(channel));
        return true;
    }

    /** The number of daemons that wait. */
    synchronized int size() {
        return held.size();
    }

    private synchronized void leave(Channel channel) {
        held.remove(channel);
    }

    /** Closes the connection that has been held longest, for one that asks for its place; false if none is held. */
    boolean giveWay() {
        Channel oldest;
        synchronized (this) {
            Iterator<Channel> all = held.keySet().iterator();
            if (!all.hasNext()) {
                return false;
            }
            oldest = all.next();
            all.remove();
        }
        Wire.close(oldest);
        return true;
    }

    private void turn() {
        boolean wait = leadChanges.getAsBoolean();
        for (Map.Entry<Channel, Held> next : next(wait)) {
            answer.accept(next.getKey(), next.getValue().daemon());
        }
    }

    private synchronized List<Map.Entry<Channel, Held>> next(boolean wait) {
        long before = nanos.getAsLong() - LONGEST.toNanos();
        List<Map.Entry<Channel, Held>> next = new ArrayList<>();
        Iterator<Map.Entry<Channel, Held>> all = held.entrySet().iterator();
        while (all.hasNext() && next.size() < IN_A_TURN) {
            Map.Entry<Channel, Held> oldest = all.next();
            if (wait && oldest.getValue().since() - before > 0) {
                break;
            }
            next.add(Map.entry(oldest.getKey(), oldest.getValue()));
            all.remove();
        }
        turning = !held.isEmpty();
        if (turning) {
            later();
        }
        return next;
    }

    @GuardedBy("this")
    private void later() {
        try {
            nextTurn.execute(this::turn);
        } catch (RejectedExecutionException closing) {
            List.copyOf(held.keySet()).forEach(Wire::close);
        }
    }
}
