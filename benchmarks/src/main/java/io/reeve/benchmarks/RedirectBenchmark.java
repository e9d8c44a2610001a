package io.reeve.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standby's redirects against nginx's, in turns, and what memory the standby needs afterwards. */
final class RedirectBenchmark {
    private static final String PATH = "/hello/page?name=x";
    private static final int SECONDS = 4;
    private static final double LEAST = 0.95;
    private static final int MOST_MEBIBYTES = 110;
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

    private final Home home;
    private final Report report;
    private final int rounds;

    RedirectBenchmark(Home home, Report report, int rounds) {
        this.home = home;
        this.report = report;
        this.rounds = rounds;
    }

    void run() {
        need("wrk");
        need("nginx");
        try (Cluster cluster = new Cluster(home, 2)) {
            Node active = cluster.awaitSettled();
            Node standby = cluster.othersThan(active).getFirst();
            Process nginx = startNginx(cluster.folder().resolve("nginx"), active.port());
            cluster.adopt(nginx);
            try {
                compare(standby, Integer.parseInt(read(cluster.folder().resolve("nginx/port")).strip()), active.port());
            } finally {
                nginx.destroy();
            }
            memory(standby, active);
        }
    }

    private void compare(Node standby, int nginxPort, int activePort) {
        String target = "http://127.0.0.1:" + activePort + PATH;
        requireRedirect(standby.port(), target);
        requireRedirect(nginxPort, target);
        report.note("warming up");
        wrk(standby.port());
        wrk(nginxPort);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            theirs.add(wrk(nginxPort));
            ours.add(wrk(standby.port()));
            ratios.add(ours.getLast() / theirs.getLast());
            report.note(String.format(Locale.ROOT, "round %d of %d: nginx %.0f/s, standby %.0f/s, ratio %.2f", round,
                    rounds,
                    theirs.getLast(), ours.getLast(), ratios.getLast()));
        }
        report.figure("nginx return 307", Spread.text(theirs, "%.0f") + " /s");
        double ratio = Spread.median(ratios);
        report.figure("standby 307", Spread.text(ours, "%.0f") + " /s", "median of ratios >= " + LEAST, ratio >= LEAST,
                "x" + Spread.text(ratios, "%.2f") + " of nginx");
    }

    private void memory(Node standby, Node active) {
        report.note("waiting 60 s before looking at the standby's memory");
        Pace.pause(Duration.ofSeconds(60));
        double mebibytes = Proc.residentMebibytes(standby.process().pid());
        report.figure("standby resident memory, 60 s later", String.format(Locale.ROOT, "%.0f MiB", mebibytes),
                "<= " + MOST_MEBIBYTES + " MiB", mebibytes <= MOST_MEBIBYTES,
                Report.ratio(mebibytes, Proc.residentMebibytes(active.process().pid()), "the active",
                        "%.0f MiB"));
    }

    private static void need(String program) {
        for (String folder : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        throw new SkippedException(program + " is not installed (Debian: apt-get install " + program + ")");
    }

    private static void requireRedirect(int port, String target) {
        try (Connection connection = new Connection(port, 5_000)) {
            Connection.Answer answer = connection.get(PATH);
            if (answer.status() != 307 || !target.equals(answer.headers().get("location"))) {
                throw new BenchmarkException("port " + port + " answered " + answer + ", not a 307 to " + target);
            }
        } catch (IOException e) {
            throw new BenchmarkException("port " + port + ": " + e.getMessage(), e);
        }
    }

    private static Process startNginx(Path folder, int activePort) {
        int port = Cluster.freePort();
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("port"), Integer.toString(port));
            Files.writeString(folder.resolve("nginx.conf"), String.format(Locale.ROOT, """
                    worker_processes 2;
                    daemon off;
                    pid nginx.pid;
                    error_log error.log;
                    events { worker_connections 1024; }
                    http {
                      access_log off;
                      keepalive_requests 1000000000;
                      keepalive_timeout 600;
                      client_body_temp_path body;
                      proxy_temp_path proxy;
                      fastcgi_temp_path fastcgi;
                      uwsgi_temp_path uwsgi;
                      scgi_temp_path scgi;
                      server {
                        listen 127.0.0.1:%d;
                        location / { return 307 http://127.0.0.1:%d$request_uri; }
                      }
                    }
                    """, port, activePort));
            ProcessBuilder builder = new ProcessBuilder("nginx", "-p", folder.toString(), "-c",
                    folder.resolve("nginx.conf").toString(), "-e", folder.resolve("error.log").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.log").toFile());
            builder.environment().merge("PATH", ":/usr/sbin:/usr/local/sbin", String::concat);
            Process process = builder.start();
            Node nginx = new Node("nginx", process, port);
            Pace.until("nginx answers; see " + folder, Duration.ofSeconds(5), () -> nginx.status("/") == 307);
            return process;
        } catch (IOException e) {
            throw new BenchmarkException("nginx: " + e.getMessage(), e);
        }
    }

    private static double wrk(int port) {
        String out;
        try {
            Process process = new ProcessBuilder("wrk", "-t2", "-c16", "-d" + SECONDS + "s",
                    "http://127.0.0.1:" + port + PATH).redirectErrorStream(true).start();
            out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new BenchmarkException("wrk: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        Matcher rate = RATE.matcher(out);
        if (!rate.find() || out.contains("Non-2xx or 3xx") || out.contains("Socket errors")) {
            throw new BenchmarkException("wrk against port " + port + " says:\n" + out);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BenchmarkException(file + ": " + e.getMessage(), e);
        }
    }
}
