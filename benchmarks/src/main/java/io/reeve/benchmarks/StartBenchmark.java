package io.reeve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** How long a manager takes from the command to standby, from a tarball that was just unpacked. */
final class StartBenchmark {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_OF_JAVA = 12;
    private final Home home;
    private final Report report;
    private final int rounds;

    StartBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        Home unpacked = unpack();
        try (Cluster cluster = new Cluster(unpacked, 1)) {
            Samples samples = new Samples();
            Samples bare = new Samples();
            long first = once(cluster);
            for (int round = 0; round < rounds; round++) {
                bare.add(java());
                samples.add(once(cluster));
            }
            report.figure("first start after the active's", String.format(Locale.ROOT, "%.0f ms", first / 1e6));
            report.figure("start of one manager to standby", samples.text(),
                    "p50 <= " + MOST_OF_JAVA + " x java -version", samples.p50() <= MOST_OF_JAVA * bare.p50(),
                    samples.against("java -version", bare));
        }
    }

    private static long once(Cluster cluster) {
        long start = System.nanoTime();
        Node node = cluster.start("s");
        long end = start + PATIENCE.toNanos();
        while (node.status("/health/standby") != 200) {
            if (System.nanoTime() > end || !node.process().isAlive()) {
                throw new BenchmarkException("manager s did not become a standby; see " + cluster.folder() + "/s.log");
            }
            Pace.pause(Duration.ofNanos(Pace.POLL_NANOS));
        }
        long took = System.nanoTime() - start;
        node.process().destroy();
        node.awaitEnd();
        return took;
    }

    /** What starting Java alone takes. */
    private static long java() {
        long start = System.nanoTime();
        try {
            new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new BenchmarkException("java -version: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        return System.nanoTime() - start;
    }

    /** The tarball beside the folder, unpacked into a new one; else the folder itself. */
    private Home unpack() {
        try (Stream<Path> beside = Files.list(home.folder().toAbsolutePath().getParent())) {
            Path tarball = beside.filter(file -> file.toString().endsWith(".tar.gz")).sorted().findFirst().orElse(null);
            if (tarball == null) {
                report.note("no tarball beside " + home.folder() + "; measuring that folder");
                return home;
            }
            Path folder = Files.createTempDirectory("reeve-tarball");
            Process tar = new ProcessBuilder("tar", "-xzf", tarball.toString(), "-C", folder.toString()).inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new BenchmarkException("tar could not unpack " + tarball);
            }
            try (Stream<Path> inside = Files.list(folder)) {
                return new Home(inside.findFirst()
                        .orElseThrow(() -> new BenchmarkException(tarball + " is empty")));
            }
        } catch (IOException e) {
            throw new BenchmarkException("unpacking the tarball: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
