package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution under test: the folder that {@code dist/} makes, with its two launchers. */
final class Product {
    private static final Path HOME = Path.of(System.getProperty("reeve.dist", "../dist/target/reeve-0.1.0-SNAPSHOT"))
            .toAbsolutePath()
            .normalize();

    private static final Path ROOT = Path.of(System.getProperty("reeve.root", "..")).toAbsolutePath().normalize();

    private Product() {}

    /** The checkout that the distribution was built from. */
    static Path root() {
        return ROOT;
    }

    static Path home() {
        return HOME;
    }

    static Process reeved(Path log, String... args) throws IOException {
        return reeved(log, Map.of(), args);
    }

    /** @param environment variables beside those of this process */
    static Process reeved(Path log, Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("bin/reeved").toString()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder reeved = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        reeved.environment().putAll(environment);
        return reeved.start();
    }

    /** Runs the command line to its end. */
    static Outcome reeve(String mgrUrls, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("bin/reeve").toString(), "--mgr", mgrUrls));
        command.addAll(Arrays.asList(words));
        Path out = Files.createTempFile("reeve", ".out");
        Path err = Files.createTempFile("reeve", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within 60 s");
            }
            return new Outcome(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a command that must succeed writes. */
    static String ok(String mgrUrls, String... words) throws IOException, InterruptedException {
        Outcome outcome = reeve(mgrUrls, words);
        assertThat(outcome.exit()).as("reeve %s: %s", String.join(" ", words), outcome.stderr()).isZero();
        return outcome.stdout();
    }

    /** How a program ended and what it wrote. */
    record Outcome(int exit, String stdout, String stderr) {}
}
