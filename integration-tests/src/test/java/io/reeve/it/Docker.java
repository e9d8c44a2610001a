package io.reeve.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The programs {@code docker} and {@code docker-compose} as this machine has them. */
final class Docker {
    /** The top of the checkout. */
    static final Path ROOT = Path.of(System.getProperty("reeve.root", "..")).toAbsolutePath().normalize();
    private static final Duration QUICK = Duration.ofMinutes(2);

    private Docker() {}

    /** How a program ended, and all that it wrote. */
    record Outcome(int exit, String output) {
        /** What most programs use to say why they failed. */
        String lastLine() {
            return output.strip().lines().reduce((_, later) -> later).orElse("");
        }
    }

    /** Why no engine can be used; empty if one answers. */
    static Optional<String> lack() throws IOException, InterruptedException {
        if (!has("docker")) {
            return Optional.of("docker is not on this machine");
        }
        Outcome version = run(QUICK, Map.of(), "docker", "version", "--format", "{{.Server.Version}}");
        return version.exit() == 0
                ? Optional.empty()
                : Optional.of("no Docker engine answers (" + version.lastLine() + ")");
    }

    /** The words that call compose: version 2, else 1; none if there is neither. */
    static List<String> compose() throws IOException, InterruptedException {
        if (run(QUICK, Map.of(), "docker", "compose", "version").exit() == 0) {
            return List.of("docker", "compose");
        }
        return has("docker-compose") ? List.of("docker-compose") : List.of();
    }

    /** What a build must have in its environment: a client without BuildKit's program would fail if it is not told. */
    static Map<String, String> buildEnvironment() throws IOException, InterruptedException {
        boolean buildKit = run(QUICK, Map.of(), "docker", "buildx", "version").exit() == 0;
        return buildKit ? Map.of() : Map.of("DOCKER_BUILDKIT", "0");
    }

    private static boolean has(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a program to its end at the top of the checkout. */
    static Outcome run(Duration limit, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("docker", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new IOException(String.join(" ", command) + " did not end within " + limit.toSeconds() + " s: "
                        + Files.readString(output, StandardCharsets.UTF_8));
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** The same, and it must succeed; returns what it wrote. */
    static String succeed(Duration limit, Map<String, String> environment, List<String> words, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(words);
        command.addAll(Arrays.asList(more));
        Outcome outcome = run(limit, environment, command.toArray(String[]::new));
        if (outcome.exit() != 0) {
            throw new IOException(String.join(" ", command) + " failed with " + outcome.exit() + ": "
                    + outcome.output());
        }
        return outcome.output().strip();
    }
}
