package io.reeve.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Simulated daemons that report to a cluster, in {@link ReportLoad} processes. */
final class Load implements AutoCloseable {
    static final int COUNTERS = 100;
    private static final int PROCESS_DAEMONS = 5_000;

    private final Cluster cluster;
    private final String type;
    private final int daemons;
    private final boolean yielding;
    private final List<Process> processes = new ArrayList<>();
    private final List<AtomicInteger> reporting = new ArrayList<>();

    /** Starts so many daemons, each with {@value #COUNTERS} counters. */
    Load(Cluster cluster, String type, int daemons) {
        this(cluster, type, daemons, false);
    }

    /**
     * @param yielding whether their processes have the lowest priority: real daemons run on machines of their own, and do not take
     *                 the managers' processors when all come back at once
     */
    Load(Cluster cluster, String type, int daemons, boolean yielding) {
        this.cluster = cluster;
        this.yielding = yielding;
        this.type = type;
        this.daemons = daemons;
        for (int first = 0; first < daemons; first += PROCESS_DAEMONS) {
            start(first, Math.min(PROCESS_DAEMONS, daemons - first));
        }
    }

    private void start(int first, int count) {
        List<String> command = new ArrayList<>(yielding ? List.of("nice", "-n", "19") : List.of());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-cp",
                System.getProperty("java.class.path"), ReportLoad.class.getName(), type,
                Integer.toString(first), Integer.toString(count), Integer.toString(COUNTERS)));
        command.addAll(cluster.reportAddresses());
        AtomicInteger number = new AtomicInteger();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(cluster.folder().resolve("load" + first + ".log").toFile())
                    .start();
            cluster.adopt(process);
            processes.add(process);
            reporting.add(number);
            Thread.ofPlatform().daemon().name("load-" + first).start(() -> follow(process, number));
        } catch (IOException e) {
            throw new BenchmarkException(command + ": " + e.getMessage(), e);
        }
    }

    private static void follow(Process process, AtomicInteger reporting) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reporting.set(Integer.parseInt(line));
            }
        } catch (IOException e) {
            reporting.set(0); // the process has ended
        }
    }

    /** How many have an open session. */
    int reporting() {
        return reporting.stream().mapToInt(AtomicInteger::get).sum();
    }

    void awaitAll() {
        Pace.until(daemons + " daemons report; see " + cluster.folder(), Duration.ofMinutes(3),
                () -> reporting() == daemons);
    }

    /** Processor time that the daemons have used, in seconds. */
    double processorSeconds() {
        return processes.stream().mapToDouble(process -> Proc.processorSeconds(process.pid())).sum();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
