package io.reeve.daemon.testing;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The cluster's state as far as sessions see it: keeps what it is told. */
public final class FakeReports implements DaemonReports {
    public final List<Told> sessions = new CopyOnWriteArrayList<>();
    public volatile Duration period = Duration.ofMillis(50);
    public volatile int threshold;
    private final Map<List<PerfCounter>, List<PerfCounter>> shared = new ConcurrentHashMap<>();
    private volatile Runnable listener = () -> {};

    /** One session, and what it told. */
    public static final class Told implements DaemonReports.Session {
        public final DaemonOpening opening;
        public final List<DaemonReport> reports = new CopyOnWriteArrayList<>();
        public volatile @Nullable Map<String, String> metadata;
        public volatile @Nullable Boolean closedOrderly;

        Told(DaemonOpening opening) {
            this.opening = opening;
        }

        @Override
        public void report(DaemonReport report) {
            reports.add(report);
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
        period = newPeriod;
        threshold = newThreshold;
        listener.run();
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
    public Duration period() {
        return period;
    }

    @Override
    public int threshold() {
        return threshold;
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
