package io.reeve.modules.dashboard;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.command.Data;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The history of perf counters: each sample for ten minutes, one a minute for six hours. It is bounded: if there are more
 * counters than have room, those of the least priority have none. It begins anew with each active manager, since daemons
 * report to that one alone.
 */
final class CounterHistory {
    /** The time between two samples, in seconds. */
    static final int PERIOD = 5;

    /** The longest period to which the manager raises that of reports while it is busy, in seconds. */
    private static final int LONGEST_RAISED = 60;
    private static final int FINE = 600 / PERIOD;
    private static final int COARSE = 360;
    private static final int FINE_PER_COARSE = 60 / PERIOD;
    private static final int BYTES_EACH = (FINE + COARSE) * Double.BYTES + 300;

    /** The name of one counter of one daemon. */
    private record Name(String daemon, String path) {}

    /**
     * The last report of a daemon.
     *
     * @param time  when it came, in seconds since 1970
     * @param after the time since the report that the sample before had, which is up to {@link #PERIOD} too long; 0 at first
     */
    private record LastReport(double time, double after) {
        LastReport next(double newest) {
            return newest > time ? new LastReport(newest, newest - time) : this;
        }
    }

    private static final class Series {
        private final double[] fine = filled(FINE);
        private final double[] coarse = filled(COARSE);
        /** The sum and the count of an average in the sample before; not a number in the first. */
        private double sum = Double.NaN;
        private double count = Double.NaN;

        private static double[] filled(int length) {
            double[] values = new double[length];
            Arrays.fill(values, Double.NaN);
            return values;
        }
    }

    private final int most;
    @GuardedBy("this")
    private final Map<Name, Series> series = new HashMap<>();
    @GuardedBy("this")
    private final double[] fineTimes = Series.filled(FINE);
    @GuardedBy("this")
    private final double[] coarseTimes = Series.filled(COARSE);
    @GuardedBy("this")
    private long samples;
    @GuardedBy("this")
    private Map<String, DaemonCounters> last = Map.of();
    @GuardedBy("this")
    private Map<String, LastReport> reports = Map.of();
    /** When the last sample of all was taken, in seconds since 1970. */
    @GuardedBy("this")
    private double sampled;
    @GuardedBy("this")
    private int leftOut;

    /**
     * Creates an empty history.
     *
     * @param bytes the memory that it may take
     */
    CounterHistory(long bytes) {
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / BYTES_EACH));
    }

    /** Takes a sample of every counter that has room. Called each {@link #PERIOD}. */
    synchronized void sample(ClusterView view, double seconds) {
        last = new TreeMap<>();
        view.daemonCounters(List.of()).forEach(daemon -> last.put(daemon.daemon().name(), daemon));
        Map<Name, Sample> kept = choose();
        series.keySet().retainAll(kept.keySet());
        int fine = (int) (samples % FINE);
        int coarse = (int) (samples / FINE_PER_COARSE % COARSE);
        boolean minute = samples % FINE_PER_COARSE == 0;
        sampled = seconds;
        fineTimes[fine] = seconds;
        if (minute) {
            coarseTimes[coarse] = seconds;
        }
        kept.forEach((name, sample) -> {
            Series each = series.computeIfAbsent(name, _ -> new Series());
            each.fine[fine] = value(each, sample);
            if (minute) {
                each.coarse[coarse] = each.fine[fine];
            }
        });
        samples++;
    }

    /** Takes a counter that has a sample. */
    private interface Visitor {
        void take(String daemon, String path, PerfCounter counter, Sample sample);
    }

    @GuardedBy("this")
    private void each(Visitor visitor) {
        last.forEach((name, daemon) -> daemon.schema()
                .forEach((path, counter) -> daemon.latest(path)
                        .ifPresent(sample -> visitor.take(name, path, counter, sample))));
    }

    /**
     * The samples of the counters with the highest priorities, as many as have room. It counts first and takes then, so that
     * those without room cost no memory, however many they are.
     */
    @GuardedBy("this")
    private Map<Name, Sample> choose() {
        SortedMap<Integer, Integer> room = new TreeMap<>(Comparator.reverseOrder());
        Map<String, Double> times = new HashMap<>();
        each((daemon, _, counter, sample) -> {
            room.merge(counter.priority(), 1, Integer::sum);
            times.merge(daemon, sample.timestamp(), Math::max);
        });
        remember(times);
        leftOut = 0;
        int free = most;
        for (Map.Entry<Integer, Integer> priority : room.entrySet()) {
            int there = priority.getValue();
            int taken = Math.min(there, free);
            priority.setValue(taken);
            free -= taken;
            leftOut += there - taken;
        }
        Map<Name, Sample> kept = new HashMap<>();
        each((daemon, path, counter, sample) -> {
            if (room.merge(counter.priority(), -1, Integer::sum) >= 0) {
                kept.put(new Name(daemon, path), sample);
            }
        });
        return kept;
    }

    @GuardedBy("this")
    private void remember(Map<String, Double> newest) {
        Map<String, LastReport> now = new HashMap<>();
        newest.forEach((daemon, time) -> {
            LastReport before = reports.get(daemon);
            now.put(daemon, before == null ? new LastReport(time, 0) : before.next(time));
        });
        reports = now;
    }

    /** The value of a sample. That of an average is the mean since the sample before, so the first has none. */
    private static double value(Series series, Sample sample) {
        if (!(sample instanceof Sample.Average average)) {
            return sample.value().doubleValue();
        }
        double sum = average.value().doubleValue() - series.sum;
        double count = average.count().doubleValue() - series.count;
        series.sum = average.value().doubleValue();
        series.count = average.count().doubleValue();
        return count > 0 && sum >= 0 ? sum / count : Double.NaN;
    }

    /**
     * The daemons that have missed several reports: none has come for this many periods. A daemon that reports more seldom, as
     * when the manager has asked for that, is given its own period; a single long absence makes that no longer than a minute.
     *
     * @param period  the period with which daemons are to report, in seconds
     * @param periods the number of periods
     */
    synchronized Set<String> silent(double period, long periods) {
        Set<String> silent = new HashSet<>();
        reports.forEach((daemon, last) -> {
            double own = Math.min(last.after() - PERIOD, LONGEST_RAISED);
            double grace = Math.max(PERIOD, periods * Math.max(period, own));
            if (sampled - last.time() > grace) {
                silent.add(daemon);
            }
        });
        return silent;
    }

    /** What can be chosen: the daemons, and the declarations by type of daemon and path. */
    synchronized Map<String, Object> index() {
        Map<String, Map<String, Object>> types = new TreeMap<>();
        each((daemon, path, counter, _) -> types
                .computeIfAbsent(daemon.substring(0, Math.max(0, daemon.indexOf('.'))), _ -> new TreeMap<>())
                .computeIfAbsent(path, _ -> describe(counter)));
        return Data.map("daemons", List.copyOf(last.keySet()), "types", types, "kept", series.size(), "leftOut",
                leftOut);
    }

    private static Map<String, Object> describe(PerfCounter counter) {
        return Data.map("type", counter.type().name(), "unit", counter.unit().name(), "description",
                counter.description(), "priority", counter.priority());
    }

    /**
     * The points of one counter, oldest first: {@code times} in seconds since 1970, and {@code values}, null where there was none.
     *
     * @param minutes whether those of six hours are wanted, one a minute
     */
    synchronized Map<String, Object> points(String daemon, String path, boolean minutes) {
        Series found = series.get(new Name(daemon, path));
        List<@Nullable Double> times = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        double[] at = minutes ? coarseTimes : fineTimes;
        long next = minutes ? (samples + FINE_PER_COARSE - 1) / FINE_PER_COARSE : samples;
        for (long i = Math.max(0, next - at.length); found != null && i < next; i++) {
            int index = (int) (i % at.length);
            double value = (minutes ? found.coarse : found.fine)[index];
            times.add(at[index]);
            values.add(Double.isNaN(value) ? null : value);
        }
        DaemonCounters counters = last.get(daemon);
        PerfCounter declared = counters == null ? null : counters.schema().get(path);
        Map<String, Object> points = new LinkedHashMap<>(declared == null ? Map.of() : describe(declared));
        points.put("daemon", daemon);
        points.put("path", path);
        points.put("times", times);
        points.put("values", values);
        return points;
    }
}
