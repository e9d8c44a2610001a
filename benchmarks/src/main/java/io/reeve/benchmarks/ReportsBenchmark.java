package io.reeve.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What thousands of reporting daemons cost the active: processor time and memory, from /proc. */
final class ReportsBenchmark {
    private static final int COUNTERS = 100;
    private static final int PROCESS_DAEMONS = 5_000;
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on all of Linux' architectures in use
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    private final Home home;
    private final Report report;
    private final int daemons;

    ReportsBenchmark(Home home, Report report, int daemons) {
        this.home = home;
        this.report = report;
        this.daemons = daemons;
    }

    void run() {
        List<Process> loads = new ArrayList<>();
        try (Cluster cluster = new Cluster(home, 1)) {
            Node active = cluster.awaitSettled();
            AtomicInteger[] reporting = new AtomicInteger[(daemons + PROCESS_DAEMONS - 1) / PROCESS_DAEMONS];
            long began = System.nanoTime();
            for (int i = 0; i < reporting.length; i++) {
                reporting[i] = new AtomicInteger();
                int count = Math.min(PROCESS_DAEMONS, daemons - i * PROCESS_DAEMONS);
                loads.add(load(cluster, i * PROCESS_DAEMONS, count, reportAddress(active), reporting[i]));
            }
            Pace.until(daemons + " daemons report; see " + cluster.folder(), Duration.ofMinutes(3),
                    () -> sum(reporting) == daemons);
            report.figure("until " + daemons + " new daemons report",
                    String.format("%.1f s", (System.nanoTime() - began) / 1e9));
            report.note("waiting " + SETTLING.toSeconds() + " s, then measuring for " + MEASURED.toSeconds() + " s");
            Pace.pause(SETTLING);
            measure(active);
            if (sum(reporting) != daemons) {
                throw new BenchmarkException("only " + sum(reporting) + " daemons report at the end");
            }
        } finally {
            loads.forEach(Process::destroyForcibly);
        }
    }

    private static int sum(AtomicInteger[] reporting) {
        int sum = 0;
        for (AtomicInteger one : reporting) {
            sum += one.get();
        }
        return sum;
    }

    private void measure(Node active) {
        long pid = active.process().pid();
        long before = ticks(pid);
        long began = System.nanoTime();
        Pace.pause(MEASURED);
        double cores = (ticks(pid) - before) / TICKS_A_SECOND / ((System.nanoTime() - began) / 1e9);
        report.figure("the active with " + daemons + " x " + COUNTERS + " counters each 5 s, processor",
                String.format("%.2f cores", cores), "< 1 core", cores < 1);
        double mebibytes = resident(pid);
        report.figure("the active with " + daemons + " x " + COUNTERS + " counters each 5 s, memory",
                String.format("%.0f MiB", mebibytes), "< 1536 MiB", mebibytes < 1536);
    }

    private static Process load(Cluster cluster, int first, int count, String address, AtomicInteger reporting) {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
                "-cp", System.getProperty("java.class.path"), ReportLoad.class.getName(), Integer.toString(first),
                Integer.toString(count), Integer.toString(COUNTERS), address);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(cluster.folder().resolve("load" + first + ".log").toFile())
                    .start();
            cluster.adopt(process);
            Thread.ofPlatform().daemon().name("load-" + first).start(() -> follow(process, reporting));
            return process;
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

    private static String reportAddress(Node active) {
        try (Connection connection = new Connection(active.port(), 5_000)) {
            JsonNode map = Node.JSON.readTree(connection.get("/api/mgr").body());
            return map.path("active_addr").asText().replaceAll("/.*", "");
        } catch (IOException e) {
            throw new BenchmarkException("/api/mgr: " + e.getMessage(), e);
        }
    }

    /** Processor time that a process has used, in ticks: the fields utime and stime, after the name in parentheses. */
    private static long ticks(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static double resident(long pid) {
        Matcher resident = RESIDENT.matcher(read(Path.of("/proc/" + pid + "/status")));
        if (!resident.find()) {
            throw new SkippedException("this system does not tell a process's memory in /proc");
        }
        return Long.parseLong(resident.group(1)) / 1024.0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SkippedException("this system has no " + file);
        }
    }
}
