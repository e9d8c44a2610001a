package io.reeve.store.health;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.store.health.HealthLogLines.Line;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The lines of the cluster log about changes of health, without those of checks that come and go all the time. After
 * {@value #MOST} changes of a check within a minute one line says so; the next one comes when it has not changed for a
 * minute, and says how it is then. May be called from any thread.
 */
public final class HealthLogDamper implements AutoCloseable {
    static final int MOST = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final BiConsumer<Duration, Runnable> timer;
    private final Consumer<Line> out;

    @GuardedBy("this")
    private final Map<String, Recent> recent = new TreeMap<>();
    @GuardedBy("this")
    private boolean closed;

    /** The recent changes of one check; {@code held} counts those without a line, and {@code last} is the latest change. */
    private static final class Recent {
        final ArrayDeque<Long> times = new ArrayDeque<>();
        int held;
        HealthChange last;

        Recent(HealthChange last) {
            this.last = last;
        }
    }

    /**
     * @param timer runs a task after a time, on any thread
     * @param out   takes the lines; must not block
     */
    public HealthLogDamper(LongSupplier nanoTime, BiConsumer<Duration, Runnable> timer, Consumer<Line> out) {
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.out = out;
    }

    /** Takes a change. */
    public synchronized void changed(HealthChange change) {
        long now = nanoTime.getAsLong();
        recent.values().removeIf(r -> r.held == 0 && now - r.times.getLast() > WINDOW.toNanos());
        SortedMap<String, List<HealthCheck>> nothing = Collections.emptySortedMap();
        change.appeared().forEach((code, all) -> one(code, new HealthChange(only(code, all), nothing, nothing), now));
        change.changed().forEach((code, all) -> one(code, new HealthChange(nothing, only(code, all), nothing), now));
        change.gone().forEach((code, all) -> one(code, new HealthChange(nothing, nothing, only(code, all)), now));
    }

    private static SortedMap<String, List<HealthCheck>> only(String code, List<HealthCheck> checks) {
        return new TreeMap<>(Map.of(code, checks));
    }

    @GuardedBy("this")
    private void one(String code, HealthChange change, long now) {
        Recent of = recent.computeIfAbsent(code, _ -> new Recent(change));
        of.last = change;
        of.times.addLast(now);
        while (now - of.times.getFirst() > WINDOW.toNanos()) {
            of.times.removeFirst();
        }
        if (of.held > 0) {
            of.held++;
        } else if (of.times.size() <= MOST) {
            HealthLogLines.of(change).forEach(out);
        } else {
            of.held = 1;
            out.accept(new Line(ClusterLogPriority.WARN, "Health check " + code + " keeps changing: " + of.times.size()
                    + " times within " + WINDOW.toSeconds()
                    + " s; the next line about it comes when it has not changed for "
                    + WINDOW.toSeconds() + " s"));
            timer.accept(WINDOW, () -> due(code));
        }
    }

    private synchronized void due(String code) {
        Recent of = recent.get(code);
        if (of == null || closed) {
            return;
        }
        long left = of.times.getLast() + WINDOW.toNanos() - nanoTime.getAsLong();
        if (left > 0) {
            timer.accept(Duration.ofNanos(left), () -> due(code));
            return;
        }
        recent.remove(code);
        HealthLogLines.of(of.last)
                .forEach(line -> out.accept(new Line(line.priority(), line.text() + ", after " + of.held
                        + " changes without a line")));
    }

    /** Ends it: what is held back is not told. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
