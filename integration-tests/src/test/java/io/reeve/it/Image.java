package io.reeve.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The image under test. It is built once in a run of the tests, from the distribution that this build made and on a base
 * that is made on this machine; Docker itself sees what has not changed. Nothing is pulled, unless the variables BASE_IMAGE and BUILD_IMAGE
 * name images, as for {@code docker-compose.yml}.
 */
final class Image {
    /** Where its data is. */
    static final String DATA = "/data";
    private static final String NAME = "reeve:it";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Why this machine cannot have it; empty: it has it; null: not tried yet. */
    private static @Nullable String lack;

    private Image() {}

    /** Its name; it is there. */
    static String name() {
        try {
            Optional<String> reason = lack();
            if (reason.isPresent()) {
                throw new IllegalStateException(reason.get());
            }
            return NAME;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Why this machine cannot have it; empty if it is there, built now if need be.
     *
     * @throws IOException if the machine has all that is needed and the build fails
     */
    static synchronized Optional<String> lack() throws IOException, InterruptedException {
        String known = lack;
        if (known == null) {
            Optional<String> engine = Docker.lack();
            known = (engine.isPresent() ? engine : build()).orElse("");
            lack = known;
        }
        return Optional.of(known).filter(reason -> !reason.isEmpty());
    }

    /** BASE_IMAGE and BUILD_IMAGE for a build; both empty if there is no base. */
    static Map<String, String> bases() throws IOException, InterruptedException {
        Map<String, String> bases = new LinkedHashMap<>();
        for (String variable : List.of("BASE_IMAGE", "BUILD_IMAGE")) {
            String given = System.getenv().getOrDefault(variable, "");
            if (!given.isEmpty()) {
                bases.put(variable, given);
            }
        }
        if (bases.isEmpty()) {
            Docker.Outcome made = localBase();
            if (made.exit() == 0) {
                bases.put("BASE_IMAGE", made.lastLine());
                bases.put("BUILD_IMAGE", made.lastLine());
            }
        }
        return bases;
    }

    private static Docker.Outcome localBase() throws IOException, InterruptedException {
        return Docker.run(LIMIT, Map.of(), "src/main/docker/local-base.sh");
    }

    private static Optional<String> build() throws IOException, InterruptedException {
        Map<String, String> bases = bases();
        if (bases.isEmpty()) {
            return Optional.of("no base image: " + localBase().lastLine());
        }
        String before = id();
        Docker.succeed(LIMIT, Docker.buildEnvironment(), command(bases));
        if (!before.isEmpty() && !before.equals(id())) {
            // Containers that still use it keep it, and this fails: no harm.
            Docker.run(LIMIT, Map.of(), "docker", "image", "rm", before);
        }
        return Optional.empty();
    }

    private static List<String> command(Map<String, String> bases) {
        List<String> command = new ArrayList<>(
                List.of("docker", "build", "--file", "src/main/docker/Dockerfile", "--tag", NAME));
        bases.forEach((variable, image) -> command.addAll(List.of("--build-arg", variable + "=" + image)));
        command.add(".");
        return command;
    }

    private static String id() throws IOException, InterruptedException {
        Docker.Outcome found = Docker.run(LIMIT, Map.of(), "docker", "image", "inspect", "--format", "{{.Id}}", NAME);
        return found.exit() == 0 ? found.lastLine() : "";
    }
}
