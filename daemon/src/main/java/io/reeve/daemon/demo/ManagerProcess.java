package io.reeve.daemon.demo;

import io.reeve.daemon.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One manager of the demo, a process of its own.
 *
 * @param name       the manager's name
 * @param httpPort   the port of its HTTP listener
 * @param reportPort the port where the others connect
 * @param process    the running process; its standard input stays open as long as the demo lives
 */
record ManagerProcess(String name, int httpPort, int reportPort, Process process) {

    static ManagerProcess start(DemoOptions options, String zookeeper, String name, int httpPort, int reportPort)
            throws IOException {
        Path log = options.data().resolve(name + ".log").toAbsolutePath();
        List<String> command = new ArrayList<>(options.command());
        command.addAll(List.of("--id", name, "--cluster", DemoOptions.CLUSTER, "--zookeeper", zookeeper, //
                "--http", "127.0.0.1:" + httpPort, "--report", "127.0.0.1:" + reportPort, //
                "--initial-modules", "hello,dashboard,prometheus", //
                "--data", options.data().resolve(name).toAbsolutePath().toString(), //
                "--log-file", log.toString(), "--exit-with-parent"));
        if (!options.modulePath().isEmpty()) {
            command.addAll(List.of("--module-path", options.modulePath()));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The demo's own settings are complete; settings for a single manager would give all of them the same name or URL.
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.startsWith("REEVE_") && !variable.equals("REEVE_JAVA_OPTS"));
        return new ManagerProcess(name, httpPort, reportPort, builder.start());
    }

    long pid() {
        return process.pid();
    }

    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    /** Whether it ended so that its supervisor starts it again. */
    boolean isToStartAgain() {
        return process.exitValue() == ProcessExit.STUCK_MODULE;
    }

    /** The way it ended, in words. An exit status above 128 is a signal. */
    String ending() {
        int status = process.exitValue();
        return switch (status) {
            case 128 + 9 -> "was killed";
            case ProcessExit.STUCK_MODULE -> "ended because a module would not stop (status " + status + ")";
            case 0, 128 + 15, 128 + 2 -> "stopped";
            default -> "ended with status " + status;
        };
    }

    /** The last line of its log, to say why it did not start. */
    static Optional<String> lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
