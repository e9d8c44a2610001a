package io.reeve.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@code reeved demo} on free ports, and what its {@code demo.json} tells. */
final class RunningDemo implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final List<Manager> managers;

    /** One manager of the demo. */
    record Manager(String name, long pid, String url) {
        void kill9() {
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }

        boolean isAlive() {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    private RunningDemo(Process process, Path log, List<Manager> managers) {
        this.process = process;
        this.log = log;
        this.managers = managers;
    }

    /** Starts one and waits until all its managers are up. */
    static RunningDemo start(Path folder, String... more) throws IOException {
        Path data = folder.resolve("data");
        Path log = Files.createDirectories(folder).resolve("demo.log");
        List<String> args = new ArrayList<>(List.of("demo", "--data", data.toString(), "--http-port", "0"));
        args.addAll(List.of(more));
        Process process = Product.reeved(log, args.toArray(String[]::new));
        Path file = data.resolve("demo.json");
        await().until(() -> Files.exists(file) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("the demo ended: " + Files.readString(log));
        }
        List<Manager> managers = new ArrayList<>();
        for (JsonNode m : Http.JSON.readTree(file.toFile()).get("managers")) {
            managers.add(new Manager(m.get("name").asText(), m.get("pid").asLong(), m.get("http").asText()));
        }
        return new RunningDemo(process, log, List.copyOf(managers));
    }

    Process process() {
        return process;
    }

    /** What it prints. */
    Path log() {
        return log;
    }

    List<Manager> managers() {
        return managers;
    }

    /** All URLs, for the command line. */
    String urls() {
        return String.join(",", managers.stream().map(Manager::url).toList());
    }

    Manager awaitActive() {
        return await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> managers.stream()
                        .filter(m -> Http.status(m.url() + "/health/active") == 200)
                        .findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Stops it as Ctrl-C does. */
    @Override
    public void close() {
        Uninterruptibly.run(() -> {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the demo did not stop within 60 s");
            }
        });
    }
}
