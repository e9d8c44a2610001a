package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A line of shell at a pseudo terminal of 100 columns, at which a test types. Ctrl-C reaches the program, and not that shell. */
final class PseudoTerminal implements AutoCloseable {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private final Path out;
    private final Process process;

    /**
     * Starts the line.
     *
     * @param out  the file for what the terminal shows
     * @param line the line; before a program {@code env --default-signal=INT} makes it heed Ctrl-C although nohup ignores it
     */
    PseudoTerminal(Path out, Map<String, String> environment, String line) throws IOException {
        Needs.file(SCRIPT, "a terminal");
        this.out = out;
        ProcessBuilder builder = new ProcessBuilder(List.of(SCRIPT.toString(), "-qfec",
                "stty cols 100 rows 40; trap : INT; " + line, "/dev/null")).redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** All that the terminal has shown, with its control sequences. */
    String shown() throws IOException {
        return Files.readString(out);
    }

    /** Waits until this text has been shown so often. */
    void awaitShown(String text, int times) {
        await("'" + text + "' at the terminal").until(() -> count(text) >= times);
    }

    /** Types, and waits until this text has been shown once more than before. */
    void typeAndAwait(String keys, String text) throws IOException {
        int before = count(text);
        type(keys);
        awaitShown(text, before + 1);
    }

    private int count(String text) throws IOException {
        return shown().split(Pattern.quote(text), -1).length - 1;
    }

    /** Waits until the line has ended by itself. */
    void awaitEnd() throws InterruptedException, IOException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(shown()).isTrue();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
