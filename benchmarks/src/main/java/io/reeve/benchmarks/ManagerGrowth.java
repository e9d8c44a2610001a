package io.reeve.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What managers cost that only stand by: processor of all, memory of the active, watches in ZooKeeper, size of the map. */
final class ManagerGrowth {
    /** So many start at a time: a machine with two processors is busy with more. */
    private static final int AT_ONCE = 5;
    private static final Duration SETTLING = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Pattern WATCHES = Pattern.compile("zk_watch_count\\s+([0-9]+)");

    private final Home home;
    private final Report report;
    private final Growth processor = new Growth("processor of all", "ms each s", "managers");
    private final Growth resident = new Growth("the active's resident memory, above one manager", "KiB", "managers");
    private final Growth watches = new Growth("watches in ZooKeeper", "watches", "managers");
    private final Growth map = new Growth("mgr dump", "bytes", "managers");
    private double alone;

    ManagerGrowth(Home home, Report report) {
        this.home = home;
        this.report = report;
    }

    void run(List<Integer> sizes) {
        sizes.forEach(this::measure);
        processor.report(report);
        resident.report(report);
        watches.report(report);
        map.report(report);
    }

    private void measure(int size) {
        try (Cluster cluster = new Cluster(home, 1)) {
            for (int i = 1; i < size; i++) {
                cluster.start("m" + i);
                if (i % AT_ONCE == 0) {
                    Node _ = cluster.awaitSettled();
                }
            }
            Node active = cluster.awaitSettled();
            Pace.pause(SETTLING);
            double before = total(cluster);
            long began = System.nanoTime();
            Pace.pause(MEASURED);
            double all = (total(cluster) - before) / ((System.nanoTime() - began) / 1e9);
            processor.add(size, 1e3 * all);
            double memory = Proc.residentMebibytes(active.process().pid());
            if (size == 1) {
                alone = memory;
            } else if (alone > 0) {
                resident.add(size, 1024 * (memory - alone));
            }
            watches.add(size, watches(cluster.zooKeeperPort()));
            map.add(size, active.run("mgr", "dump").stdout().length());
            report.note(String.format(Locale.ROOT, "%d managers: %.3f cores, the active %.0f MiB", size, all, memory));
        }
    }

    private static double total(Cluster cluster) {
        return cluster.nodes().stream().mapToDouble(node -> Proc.processorSeconds(node.process().pid())).sum();
    }

    private static double watches(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("mntr".getBytes(StandardCharsets.US_ASCII));
            String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher watches = WATCHES.matcher(told);
            if (!watches.find()) {
                throw new BenchmarkException("ZooKeeper does not tell its watches: " + told);
            }
            return Double.parseDouble(watches.group(1));
        } catch (IOException e) {
            throw new BenchmarkException("ZooKeeper does not answer: " + e.getMessage(), e);
        }
    }
}
