package io.reeve.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the dashboard of 1,000 daemons costs: in a browser the first paint, an update and the heap of the page; on the active the
 * threads and the heap for 200 open pages.
 */
final class DashboardBenchmark {
    private static final int DAEMONS = 1_000;
    private static final int STREAMS = 200;
    private static final int UPDATES = 720;
    /** The updates after which the heap is looked at: ten in each view, the last view is always the same. */
    private static final int CHUNK = 90;
    /** What the heap may differ by without having grown, in MiB. */
    private static final double NOISE = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Home home;
    private final Report report;
    private final int rounds;

    /** @param rounds how often the page is loaded */
    DashboardBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        try (Cluster cluster = new Cluster(home, 1); Load load = new Load(cluster, "osd", DAEMONS)) {
            Node active = cluster.awaitSettled();
            active.run("mgr", "module", "enable", "dashboard");
            load.awaitAll();
            Pace.until("the page is there", PATIENCE, () -> active.status("/dashboard/") == 200);
            page(active, cluster.folder().resolve("browser"));
            streams(active);
        }
    }

    private void page(Node active, Path profile) {
        String url = "http://127.0.0.1:" + active.port() + "/dashboard/";
        try (HeadlessPage page = new HeadlessPage(profile)) {
            List<Double> painted = new ArrayList<>();
            List<Double> shown = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                page.open(url);
                painted.add(page.firstPaint());
                shown.add(page.shown());
            }
            String cluster = String.format(Locale.ROOT, "page of %,d daemons with %d counters each: ", DAEMONS,
                    Load.COUNTERS);
            report.figure(cluster + "first paint", Spread.text(painted, "%.0f ms"), "all < 1 s",
                    Spread.highest(painted) < 1000, "");
            report.figure(cluster + "the cluster is shown", Spread.text(shown, "%.0f ms"));
            page.withoutSharedWorker();
            page.open(url);
            updates(page, cluster);
        }
    }

    private void updates(HeadlessPage page, String cluster) {
        List<String> counters = IntStream.range(0, 8).mapToObj(n -> "osd." + n + "|" + ReportLoad.COUNTER).toList();
        Samples times = new Samples();
        List<Double> heap = new ArrayList<>();
        int longTasks = 0;
        for (int n = 0; n < UPDATES; n += CHUNK) {
            Map<String, List<Double>> chunk = page.run("updates.js", CHUNK, counters);
            times.addAll(chunk.getOrDefault("times", List.of()).stream().map(ms -> Math.round(ms * 1e6)).toList());
            longTasks += chunk.getOrDefault("longTasks", List.of()).size();
            heap.add(page.heapAfterCollection());
        }
        report.figure(cluster + "an update on the main thread", times.text(), "p99 < 50 ms", times.p99() < 50,
                longTasks + " long tasks in " + UPDATES + " updates, of which the views are changed in 72");
        double half = heap.get(heap.size() / 2 - 1);
        double last = heap.getLast();
        report.figure(cluster + "heap after a collection", String.format(Locale.ROOT, "%.1f MiB", Spread.highest(heap)),
                "< 150 MiB", Spread.highest(heap) < 150, "the highest of " + heap.size());
        report.figure(cluster + "growth of the heap in the last " + UPDATES / 2 + " of " + UPDATES + " updates",
                String.format(Locale.ROOT, "%.2f MiB", last - half), "none (< 1 MiB)", last - half < NOISE,
                Report.ratio(last, half, "half way", "%.1f MiB"));
    }

    /** What the active holds for open pages that read what comes. */
    private void streams(Node active) {
        Pace.pause(Duration.ofSeconds(10)); // until the active has noticed that the browser is gone: its stream counts too
        long pid = active.process().pid();
        double heap = Heap.afterCollection(pid);
        long threads = Proc.threads(pid);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                open.add(follow(active));
            }
            Pace.pause(Duration.ofSeconds(10));
            double each = (Heap.afterCollection(pid) - heap) * 1024 / STREAMS;
            long more = Proc.threads(pid) - threads;
            report.figure(STREAMS + " open pages: threads of the active more than without", Long.toString(more),
                    "none for each (< 8)", more < 8, threads + " without");
            report.figure(STREAMS + " open pages: heap of the active for each",
                    String.format(Locale.ROOT, "%.1f KiB", each), "<= 64 KiB", each <= 64, "");
        } catch (IOException e) {
            throw new BenchmarkException("a stream of the dashboard: " + e.getMessage(), e);
        } finally {
            open.forEach(DashboardBenchmark::end);
        }
    }

    private static Socket follow(Node active) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), active.port());
        socket.getOutputStream()
                .write("GET /dashboard/api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        byte[] start = socket.getInputStream().readNBytes(12);
        if (!new String(start, StandardCharsets.ISO_8859_1).equals("HTTP/1.1 200")) {
            throw new IOException("answered with " + new String(start, StandardCharsets.ISO_8859_1));
        }
        Thread.ofVirtual().name("page").start(() -> read(socket));
        return socket;
    }

    private static void read(Socket socket) {
        byte[] buffer = new byte[8192];
        try (InputStream in = socket.getInputStream()) {
            while (in.read(buffer) >= 0) {
                // A page takes what comes.
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
