package io.reeve.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code reeve -w}, and what it has shown. */
final class LogFollower implements AutoCloseable {
    private static final int TERMINATED = 143;
    private final Process process;
    private final Path shown;

    private LogFollower(Process process, Path shown) {
        this.process = process;
        this.shown = shown;
    }

    /** Starts it, and waits until it follows. */
    static LogFollower start(String urls, Path shown) throws IOException {
        Process process = new ProcessBuilder(Product.home().resolve("bin/reeve").toString(), "--mgr", urls, "-w",
                "--interval", "0.2").redirectErrorStream(true).redirectOutput(shown.toFile()).start();
        process.getOutputStream().close();
        await().until(() -> Files.size(shown) > 0);
        return new LogFollower(process, shown);
    }

    /** Waits until it has shown this; then it must have shown all lines of the log from the first that it showed on, each once. */
    void verify(TestCluster.Node active, String until) throws Exception {
        await().until(() -> Files.readString(shown, UTF_8).contains(until));
        List<String> lines = Files.readAllLines(shown, UTF_8)
                .stream()
                .filter(line -> line.matches("(--|20\\d\\d-\\d\\d-\\d\\dT).*"))
                .toList();
        List<String> log = Product.ok(active.url(), "log", "last", "1000", "debug", "*").lines().toList();
        int first = log.indexOf(lines.getFirst());
        assertThat(first).as("%s in %s", lines.getFirst(), log).isNotNegative();
        assertThat(log.subList(first, log.size())).startsWith(lines.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.destroy();
        var _ = process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(process.exitValue()).as("it followed until it was ended").isEqualTo(TERMINATED);
    }
}
