package io.reeve.cluster.testing;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cluster's state as far as sessions see it: keeps what it is told. */
public final class FakeReports implements DaemonReports {
    public final List<Told> sessions = new CopyOnWriteArrayList<>();
    /** How often it was told how late the sessions are. */
    public final AtomicInteger turns = new AtomicInteger();
    private volatile DaemonSettings settings = settings(Duration.ofMillis(50), 0);
    private final Map<List<PerfCounter>, List<PerfCounter>> shared = new ConcurrentHashMap<>();
    private volatile Runnable listener = () -> {};

    /** One session, and what it told. */
    public static final class Told implements DaemonReports.Session {
        public final DaemonOpening opening;
        public final List<DaemonReport> reports = new CopyOnWriteArrayList<>();
        public volatile @Nullable Map<String, String> metadata;
        public volatile @Nullable Boolean closedOrderly;
        /** The number of its signs of life that were no reports. */
        public final AtomicInteger signs = new AtomicInteger();
        private volatile Consumer<String> refusal = _ -> {};

        Told(DaemonOpening opening) {
            this.opening = opening;
        }

        @Override
        public void report(DaemonReport report) {
            reports.add(report);
        }

        /** Tells its session that there is no room for it. */
        public void refuse(String why) {
            refusal.accept(why);
        }

        @Override
        public void onRefusal(Consumer<String> newListener) {
            refusal = newListener;
        }

        @Override
        public void alive() {
            int _ = signs.incrementAndGet();
        }

        @Override
        public void metadata(Map<String, String> now) {
            metadata = now;
        }

        @Override
        public void close(boolean orderly) {
            if (closedOrderly != null) {
                throw new IllegalStateException("the session of " + opening.daemon() + " is closed twice");
            }
            closedOrderly = orderly;
        }

        /** The last report. */
        public DaemonReport last() {
            return reports.get(reports.size() - 1);
        }
    }

    /** Changes what is asked of daemons, and says so. */
    public void configure(Duration newPeriod, int newThreshold) {
        settings = settings(newPeriod, newThreshold);
        listener.run();
    }

    private static DaemonSettings settings(Duration period, int threshold) {
        return new DaemonSettings(period, threshold, Duration.ofSeconds(60), 2, 4, Duration.ofSeconds(20));
    }

    /** The sessions of one daemon, in order. */
    public List<Told> of(String daemon) {
        DaemonId id = DaemonId.of(daemon);
        return sessions.stream().filter(told -> told.opening.daemon().equals(id)).toList();
    }

    @Override
    public Session open(DaemonOpening opening) {
        Told told = new Told(opening);
        sessions.add(told);
        return told;
    }

    @Override
    public DaemonSettings settings() {
        return settings;
    }

    @Override
    public Duration period() {
        return settings.period();
    }

    @Override
    public Duration expected() {
        return period();
    }

    @Override
    public void late(Duration by) {
        int _ = turns.incrementAndGet();
    }

    @Override
    public List<PerfCounter> shared(List<PerfCounter> counters) {
        return shared.computeIfAbsent(counters, same -> same);
    }

    @Override
    public void onConfigure(Runnable newListener) {
        listener = newListener;
    }
}
