package io.reeve.benchmarks;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonOpening;
import io.reeve.cluster.daemon.DaemonReports;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Daemons above the socket: what opening and applying their reports costs the cluster's state, in this process. */
final class StateGrowth {
    private static final int REPORTS = 20;
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 3;
    /** The threads of the state before end meanwhile, and let it go. */
    private static final Duration ENDING = Duration.ofMillis(300);

    private final Report report;
    private final Growth complete = new Growth("above the socket: complete state", "ms", "daemons");
    private final Growth applying = new Growth("above the socket: a report of each", "ms", "daemons");
    private final Growth heap = new Growth("above the socket: heap with " + REPORTS + " samples", "KiB", "daemons");

    StateGrowth(Report report) {
        this.report = report;
    }

    void run(List<Integer> sizes) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                measure(WARM_UP, new Samples(), new Samples());
            }
            for (int size : sizes) {
                Samples opened = new Samples();
                Samples applied = new Samples();
                double kept = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    kept = measure(size, opened, applied);
                }
                complete.add(size, opened.p50());
                applying.add(size, applied.p50());
                heap.add(size, kept);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchmarkException("the state failed", e);
        }
        complete.report(report);
        applying.report(report);
        heap.report(report);
    }

    /** Gives the KiB of heap that the state takes. */
    private static double measure(int size, Samples opened, Samples applied)
            throws InterruptedException, ExecutionException {
        List<PerfCounter> counters = StateBenchmark.schema();
        Pace.pause(ENDING);
        long before = StateBenchmark.heap();
        try (ClusterState state = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                Clocks.system(), ClusterData.all(), List.of())) {
            state.start();
            List<PerfCounter> schema = state.reports().shared(counters);
            long began = System.nanoTime();
            List<DaemonReports.Session> sessions = open(state, size);
            StateBenchmark.reports(state, sessions, schema);
            opened.add(System.nanoTime() - began);
            List<Long> rounds = new ArrayList<>();
            for (int i = 1; i < REPORTS; i++) {
                long start = System.nanoTime();
                StateBenchmark.reports(state, sessions, schema);
                rounds.add(System.nanoTime() - start);
            }
            applied.addAll(rounds);
            double kept = (StateBenchmark.heap() - before) / 1024.0;
            if (state.snapshot().daemons().size() != size) {
                throw new BenchmarkException("the state has " + state.snapshot().daemons().size() + " of " + size
                        + " daemons: give this process more heap");
            }
            return kept;
        }
    }

    private static List<DaemonReports.Session> open(ClusterState state, int size) {
        List<DaemonReports.Session> sessions = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            sessions.add(state.reports()
                    .open(new DaemonOpening(new DaemonId("osd", Integer.toString(i)), i, false,
                            Map.of("hostname", "host" + i / 20, "version", "0.1"), "127.0.0.1:" + i)));
        }
        return sessions;
    }
}
