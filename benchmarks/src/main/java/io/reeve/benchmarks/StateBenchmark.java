package io.reeve.benchmarks;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.benchmarks.modules.WholeCopy;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** What it costs to apply a report, and to read: in this process, with no network in between. */
final class StateBenchmark {
    private static final int DAEMONS = 10_000;
    private static final int OSDS = 1_000;
    private static final int COUNTERS = 100;
    private static final int READS = 1_000_000;
    private static final int CHANGES = 20;

    private final Report report;
    private final int rounds;
    @SuppressWarnings("UnusedVariable") // written so that the compiler cannot leave the work out
    private volatile Object seen = "";

    StateBenchmark(Report report, int rounds) {
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (ClusterState state = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                Clocks.system(), ClusterData.all(),
                List.of())) {
            state.start();
            List<DaemonReports.Session> sessions = open(state);
            List<PerfCounter> schema = state.reports().shared(schema());
            for (int i = 0; i < 25; i++) { // more than are kept
                reports(state, sessions, schema);
            }
            applying(state, sessions, schema);
            report.note(
                    String.format(Locale.ROOT, "heap in use with %d daemons x %d counters x 20 samples: %d MiB",
                            DAEMONS, COUNTERS,
                            heap() >> 20));
            counters(state.snapshot());
            metadata(state, sessions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchmarkException("the state failed", e);
        }
    }

    /** The bytes of this process's heap in use, after a collection. */
    static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<DaemonReports.Session> open(ClusterState state) {
        List<DaemonReports.Session> sessions = new ArrayList<>();
        for (int i = 0; i < DAEMONS; i++) {
            DaemonId id = new DaemonId(i < OSDS ? "osd" : "svc", Integer.toString(i));
            sessions.add(state.reports()
                    .open(new DaemonOpening(id, i, i >= OSDS, facts(i, 0), "127.0.0.1:" + (1024 + i))));
        }
        return sessions;
    }

    private static Map<String, String> facts(int daemon, int round) {
        return Map.of("hostname", "host" + daemon / 10, "version", "0.1", "round", Integer.toString(round), "arch",
                "x86_64", "cpu", "a processor", "kernel_version", "6.18", "mem_total_kb", "24684092", "os", "Linux");
    }

    /** The declarations of {@value #COUNTERS} counters. */
    static List<PerfCounter> schema() {
        List<PerfCounter> schema = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            schema.add(new PerfCounter("sub.counter" + i, PerfCounter.Type.COUNTER, "", "a counter",
                    PerfCounter.USEFUL, PerfCounter.Unit.NONE, Map.of(), List.of()));
        }
        return schema;
    }

    /** Has each session report once, and waits until the state has all of it. */
    static void reports(ClusterState state, List<DaemonReports.Session> sessions, List<PerfCounter> schema)
            throws InterruptedException, ExecutionException {
        for (DaemonReports.Session session : sessions) {
            long[] values = new long[COUNTERS];
            Arrays.fill(values, System.nanoTime());
            session.report(new DaemonReport(schema, values, null, null, null, null, null));
        }
        Snapshot _ = state.upToDate().get();
    }

    private void applying(ClusterState state, List<DaemonReports.Session> sessions, List<PerfCounter> schema)
            throws InterruptedException, ExecutionException {
        Samples applied = new Samples();
        Samples plain = new Samples();
        for (int round = 0; round < rounds; round++) {
            plain.add(putting(schema));
            long start = System.nanoTime();
            reports(state, sessions, schema);
            applied.add((System.nanoTime() - start) / DAEMONS);
        }
        report.figure("applying one report of 100 counters, making it included", applied.text(), "p50 < 20 us",
                applied.p50() < 0.02, applied.against("putting it into a new HashMap", plain));
    }

    /** What the plainest way to keep a report costs: a map from path to value. */
    private long putting(List<PerfCounter> schema) {
        long start = System.nanoTime();
        for (int daemon = 0; daemon < DAEMONS; daemon++) {
            Map<String, Long> values = new HashMap<>();
            schema.forEach(counter -> values.put(counter.path(), start));
            seen = values;
        }
        return (System.nanoTime() - start) / DAEMONS;
    }

    private void counters(Snapshot snapshot) {
        Supplier<List<Sample>> counter = () -> snapshot.counter("svc", "5000", "sub.counter50");
        Samples copied = reading(() -> new ArrayList<>(counter.get()));
        Samples plain = reading(counter::get);
        Samples looked = reading(() -> {
            double sum = 0;
            for (Sample sample : counter.get()) {
                sum += sample.timestamp();
            }
            return sum;
        });
        report.figure("get_counter, 20 samples", plain.text(), "p50 < 1 us", plain.p50() < 0.001,
                plain.against("copying them to a list", copied));
        report.figure("get_counter, each sample looked at", looked.text(), "p50 < 1 us", looked.p50() < 0.001,
                looked.against("copying them to a list", copied));
    }

    /** Means of a million. */
    private Samples reading(Supplier<Object> read) {
        Samples samples = new Samples();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < READS; i++) {
                seen = read.get();
            }
            samples.add((System.nanoTime() - start) / READS);
        }
        return samples;
    }

    private void metadata(ClusterState state, List<DaemonReports.Session> sessions)
            throws InterruptedException, ExecutionException {
        Samples first = new Samples();
        Samples copies = new Samples();
        for (int round = 0; round < rounds; round++) {
            List<Long> made = new ArrayList<>();
            List<Long> copied = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                sessions.get(i).metadata(facts(i, round + 1));
                Snapshot changed = state.upToDate().get();
                made.add(timed(() -> data(changed)));
                copied.add(timed(() -> WholeCopy.of(data(changed))));
            }
            first.addAll(made);
            copies.addAll(copied);
        }
        Snapshot now = state.snapshot();
        Samples again = reading(() -> data(now));
        report.figure("get(\"osd_metadata\") of 1,000, unchanged", again.text(), "p50 < 1 us", again.p50() < 0.001,
                again.against("a whole copy", copies));
        report.figure("get(\"osd_metadata\") of 1,000, first after a change", first.text(), "p50 < 20 ms",
                first.p50() < 20, first.against("a whole copy", copies));
    }

    private long timed(Supplier<Object> work) {
        long start = System.nanoTime();
        seen = work.get();
        return System.nanoTime() - start;
    }

    private static Object data(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.get("osd_metadata"), "osd_metadata");
    }
}
