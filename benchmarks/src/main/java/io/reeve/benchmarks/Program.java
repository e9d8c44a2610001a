package io.reeve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that is run to its end again and again, and how long that takes.
 *
 * @param command     its name and arguments
 * @param environment variables that it has beside ours
 */
record Program(List<String> command, Map<String, String> environment) {
    Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** {@code java -version} of the Java that runs this benchmark. */
    static Program bareJava() {
        return new Program(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version"),
                Map.of());
    }

    /** Runs it, and returns the wall time in nanoseconds. It must exit with 0; what it writes is shown only if it does not. */
    long run() {
        try {
            Path output = Files.createTempFile("reeve-benchmark", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                long start = System.nanoTime();
                int status = builder.start().waitFor();
                long took = System.nanoTime() - start;
                if (status != 0) {
                    throw new BenchmarkException(String.join(" ", command) + " ended with " + status + ": "
                            + Files.readString(output));
                }
                return took;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new BenchmarkException(String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
