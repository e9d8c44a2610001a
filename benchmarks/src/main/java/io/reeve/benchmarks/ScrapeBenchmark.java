package io.reeve.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a scrape of a whole cluster costs: the time of a sample over a socket, beside sending the same bytes from memory; the
 * same with gzip; what a scrape holds in the heap while its client has stopped reading; and that a third at once is refused.
 */
final class ScrapeBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER = 64 << 10;
    private static final int WARM = 3;
    private static final int HEAP_ROUNDS = 5;
    /** Longer than the interval of reports, and shorter than the patience of a manager with a client that takes nothing. */
    private static final Duration STUCK = Duration.ofSeconds(6);

    private final Home home;
    private final Report report;
    private final int daemons;
    private final int rounds;

    ScrapeBenchmark(Home home, Report report, int daemons, int rounds) {
        this.home = home;
        this.report = report;
        this.daemons = daemons;
        this.rounds = rounds;
    }

    /** One whole answer. */
    private record Scrape(long nanos, long bytes, long samples) {}

    void run() {
        try (Cluster cluster = new Cluster(home, 1); Load load = new Load(cluster, "sim", daemons)) {
            Node active = cluster.awaitSettled();
            active.run("mgr", "module", "enable", "prometheus");
            load.awaitAll();
            long all = (long) daemons * Load.COUNTERS;
            Pace.until(all + " samples", PATIENCE, () -> scrape(active, "").samples() >= all);
            measure(active);
        } catch (IOException e) {
            throw new BenchmarkException("a scrape failed: " + e.getMessage(), e);
        }
    }

    private void measure(Node active) throws IOException {
        Samples plain = new Samples();
        Samples packed = new Samples();
        Samples memory = new Samples();
        Scrape last = scrape(active, "");
        for (int round = -WARM; round < rounds; round++) {
            last = scrape(active, "");
            Scrape gzip = scrape(active, "Accept-Encoding: gzip\r\n");
            long fromMemory = fromMemory(last.bytes());
            if (round >= 0) {
                plain.add(last.nanos() / last.samples());
                packed.add(gzip.nanos() / last.samples());
                memory.add(Math.max(1, fromMemory / last.samples()));
            }
        }
        String what = String.format(Locale.ROOT, "scrape of %,d samples (%d MiB): a sample", last.samples(),
                last.bytes() >> 20);
        report.figure(what, plain.text(), "p50 < 1 us", plain.p50() < 0.001,
                plain.against("sending the same bytes from memory", memory));
        report.figure(what + " with gzip", packed.text(), "", true, packed.against("without", plain));
        heap(active);
        third(active);
    }

    private static Scrape scrape(Node active, String header) {
        try (Socket socket = ask(active, header)) {
            long start = System.nanoTime();
            return read(socket.getInputStream(), start);
        } catch (IOException e) {
            throw new BenchmarkException("GET /metrics: " + e.getMessage(), e);
        }
    }

    private static Socket ask(Node active, String header) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), active.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream()
                .write(("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Counts bytes, and the lines that begin with a letter, which are samples where nothing is compressed. */
    private static Scrape read(InputStream in, long start) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        long samples = 0;
        boolean begins = false;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes += n;
            for (int i = 0; i < n; i++) {
                if (begins && buffer[i] >= 'a' && buffer[i] <= 'z') {
                    samples++;
                }
                begins = buffer[i] == '\n';
            }
        }
        return new Scrape(System.nanoTime() - start, bytes, samples);
    }

    /** Sends as many bytes from memory over a socket to the same reader. */
    private static long fromMemory(long bytes) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket reader = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Socket writer = server.accept()) {
            Thread sending = Thread.ofPlatform().name("from-memory").start(() -> send(writer, bytes));
            long nanos = read(reader.getInputStream(), System.nanoTime()).nanos();
            sending.join();
            return nanos;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private static void send(Socket to, long bytes) {
        byte[] block = "ceph_sim_counter{ceph_daemon=\"sim.0\"} 1\n".repeat(BUFFER / 40)
                .getBytes(
                        StandardCharsets.ISO_8859_1);
        try {
            for (long left = bytes; left > 0; left -= block.length) {
                to.getOutputStream().write(block, 0, (int) Math.min(left, block.length));
            }
            to.shutdownOutput();
        } catch (IOException e) {
            throw new BenchmarkException("sending from memory: " + e.getMessage(), e);
        }
    }

    /**
     * What the heap holds after a collection while a scrape waits for its client, beside what it holds just before and after:
     * in between daemons have reported anew, so that an old view of them would show.
     */
    private void heap(Node active) throws IOException {
        long pid = active.process().pid();
        List<Double> held = new ArrayList<>();
        double idle = 0;
        for (int round = 0; round < Math.min(rounds, HEAP_ROUNDS); round++) {
            double before = Heap.afterCollection(pid);
            double stuck = stuck(active, pid);
            idle = (before + Heap.afterCollection(pid)) / 2;
            held.add(stuck - idle);
        }
        held.sort(null);
        double median = held.get(held.size() / 2);
        String measured = String.format(Locale.ROOT, "p50 %.2f MiB (%.2f - %.2f in %d rounds)", median,
                held.getFirst(), held.getLast(), held.size());
        report.figure("heap above idle of a scrape", measured, "p50 < 64 MiB", median < 64,
                Report.ratio(idle + median, idle, "without a scrape", "%.0f MiB"));
        report.figure("heap held for a client that has stopped reading for " + STUCK.toSeconds() + " s", measured,
                "p50 <= 1 MiB", median <= 1, "");
    }

    private static double stuck(Node active, long pid) throws IOException {
        try (Socket client = ask(active, "")) {
            byte[] _ = client.getInputStream().readNBytes(1 << 20);
            Pace.pause(STUCK);
            return Heap.afterCollection(pid);
        }
    }

    /** Two scrapes that wait for their clients, and a third. */
    private void third(Node active) throws IOException {
        try (Socket first = ask(active, ""); Socket second = ask(active, "")) {
            byte[] _ = first.getInputStream().readNBytes(1 << 10);
            byte[] _ = second.getInputStream().readNBytes(1 << 10);
            int status = active.status("/metrics");
            report.figure("a third scrape at once", Integer.toString(status), "503", status == 503, "");
        }
    }
}
