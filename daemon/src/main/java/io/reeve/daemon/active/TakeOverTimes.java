package io.reeve.daemon.active;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.metrics.MetricFamily;
import io.reeve.api.metrics.MetricFamily.Sample;
import io.reeve.election.Leadership;
import io.reeve.election.LeadershipListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The times that the phases of this manager's last take-over took. The first two are known only to a manager that itself found
 * the active dead. Events of the leadership are noted and handed on. Thread-safe.
 */
public final class TakeOverTimes implements LeadershipListener {
    /** The phases, in their order; each ends with what it is named after. */
    public enum Phase {
        /** From the end of the connection to a process until it was known to be dead. */
        EVIDENCE,
        /** Until this manager leads. */
        ELECTION,
        /** Until the stores, the cluster log and the state of the cluster are open. */
        ACTIVATION,
        /** Until the maps are loaded. */
        MAPS,
        /** Until the modules have started. */
        MODULES,
        /** Until this manager is published as available. */
        AVAILABLE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The time after which evidence has nothing to do with an election. */
    private static final Duration BELONGS = Duration.ofSeconds(5);

    private final LeadershipListener next;
    private final LongSupplier nanoTime;
    @GuardedBy("this")
    private final Map<Phase, Long> now = new EnumMap<>(Phase.class);
    @GuardedBy("this")
    private long last;
    @GuardedBy("this")
    private boolean opening;
    private volatile Map<Phase, Long> whole = Map.of();

    /**
     * @param next     who is told of the leadership
     * @param nanoTime the clock
     */
    public TakeOverTimes(LeadershipListener next, LongSupplier nanoTime) {
        this.next = next;
        this.nanoTime = nanoTime;
    }

    /** The connection to another manager has ended without a goodbye. */
    public synchronized void suspected() {
        if (!opening) {
            now.clear();
            last = nanoTime.getAsLong();
        }
    }

    /** That manager is dead. */
    public synchronized void dead() {
        if (!opening) {
            ended(Phase.EVIDENCE);
        }
    }

    /** A phase after the election has ended. */
    public synchronized void ended(Phase phase) {
        long at = nanoTime.getAsLong();
        now.put(phase, at - last);
        last = at;
        if (phase == Phase.AVAILABLE) {
            opening = false;
            whole = new EnumMap<>(now);
        }
    }

    @Override
    public void elected(Leadership leadership) {
        begin();
        next.elected(leadership);
    }

    private synchronized void begin() {
        opening = true;
        if (now.keySet().equals(Set.of(Phase.EVIDENCE))
                && nanoTime.getAsLong() - last < BELONGS.toNanos()) {
            ended(Phase.ELECTION);
        } else {
            now.clear();
            last = nanoTime.getAsLong();
        }
    }

    @Override
    public void frozen(Leadership leadership, String why) {
        next.frozen(leadership, why);
    }

    @Override
    public void thawed(Leadership leadership) {
        next.thawed(leadership);
    }

    @Override
    public void ended(Leadership leadership, String why, long deadlineNanos) {
        over();
        next.ended(leadership, why, deadlineNanos);
    }

    private synchronized void over() {
        opening = false;
    }

    /** The last take-over in words: {@code 124 ms (evidence 22, election 34, …)}; empty before the first. */
    public String text() {
        Map<Phase, Long> times = whole;
        return times.isEmpty()
                ? ""
                : millis(times.values().stream().mapToLong(Long::longValue).sum()) + " ms ("
                        + times.entrySet()
                                .stream()
                                .map(each -> each.getKey().label() + " " + millis(each.getValue()))
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private static long millis(long nanos) {
        return Math.round(nanos / 1e6);
    }

    /** The metric of the last take-over. */
    public MetricFamily metric() {
        return new MetricFamily("reeve_takeover_seconds", "Time of each phase of this manager's last take-over",
                MetricFamily.Type.GAUGE, List.of("phase"), this::samples);
    }

    private List<Sample> samples() {
        List<Sample> all = new ArrayList<>();
        whole.forEach((phase, nanos) -> all.add(new Sample(List.of(phase.label()), nanos / 1e9)));
        return all;
    }
}
