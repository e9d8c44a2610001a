package io.reeve.benchmarks;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateSettings;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.Time;
import io.reeve.cluster.data.ReportedNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;

/** What it costs to apply a report, and to read: in this process, with no network in between. */
final class StateBenchmark {
    private static final int DAEMONS = 10_000;
    private static final int OSDS = 1_000;
    private static final int COUNTERS = 100;
    private static final int READS = 1_000_000;

    private final Report report;
    private final int rounds;
    private volatile Object seen = "";

    StateBenchmark(Report report, int rounds) {
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (ClusterState state = new ClusterState(StateSettings.defaults(), Time.system(), ReportedNames.all(),
                List.of())) {
            state.start();
            List<DaemonReports.Session> sessions = open(state);
            List<PerfCounter> schema = state.reports().shared(schema());
            for (int i = 0; i < 25; i++) { // more than are kept
                reports(state, sessions, schema);
            }
            applying(state, sessions, schema);
            report.note(
                    String.format("heap in use with %d daemons x %d counters x 20 samples: %d MiB", DAEMONS, COUNTERS,
                            heap() >> 20));
            reading(state.snapshot());
            metadata(state, sessions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchmarkException("the state failed", e);
        }
    }

    private static long heap() {
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

    private static List<PerfCounter> schema() {
        List<PerfCounter> schema = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            schema.add(new PerfCounter("sub.counter" + i, PerfCounter.Type.COUNTER, "", "a counter",
                    PerfCounter.USEFUL, PerfCounter.Unit.NONE, Map.of(), List.of()));
        }
        return schema;
    }

    private static void reports(ClusterState state, List<DaemonReports.Session> sessions, List<PerfCounter> schema)
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
        double[] micros = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            reports(state, sessions, schema);
            micros[round] = (System.nanoTime() - start) / 1e3 / DAEMONS;
        }
        figure("applying one report of 100 counters, making it included", median(micros), "us", 20);
    }

    private void reading(Snapshot snapshot) {
        figure("get_counter, 20 samples", nanos(i -> seen = snapshot.counter("svc", "5000", "sub.counter50")) / 1e3,
                "us", 1);
        figure("get_counter, each sample looked at", nanos(i -> {
            double sum = 0;
            for (Sample sample : snapshot.counter("svc", "5000", "sub.counter50")) {
                sum += sample.timestamp();
            }
            seen = sum;
        }) / 1e3, "us", 1);
        figure("get(\"osd_metadata\") of 1,000, unchanged", nanos(i -> {
            Object data = snapshot.get("osd_metadata");
            seen = data == null ? "" : data;
        }) / 1e3, "us", 1);
    }

    private double nanos(IntConsumer read) {
        double[] each = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < READS; i++) {
                read.accept(i);
            }
            each[round] = (double) (System.nanoTime() - start) / READS;
        }
        return median(each);
    }

    private void metadata(ClusterState state, List<DaemonReports.Session> sessions)
            throws InterruptedException, ExecutionException {
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            sessions.get(round).metadata(facts(round, round + 1));
            Snapshot changed = state.upToDate().get();
            long start = System.nanoTime();
            Object data = changed.get("osd_metadata");
            millis[round] = (System.nanoTime() - start) / 1e6;
            seen = data == null ? "" : data;
        }
        figure("get(\"osd_metadata\") of 1,000, first after a change", median(millis), "ms", 20);
    }

    private void figure(String what, double value, String unit, double target) {
        report.figure(what, String.format("%.3f %s", value, unit), String.format("< %.0f %s", target, unit),
                value < target);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
