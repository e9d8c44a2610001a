package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile and the compose file as they are written; nothing is built from them. */
class ImageFilesTest {
    @TempDir
    Path folder;

    @Test
    void theImageIsBuiltWithoutAStartUpCacheWhereItCannotBeMade() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path reeved = folder.resolve("reeved");
        Files.writeString(reeved, "#!/bin/sh\ntouch " + cache + "/half\nexit 1\n");
        assertThat(reeved.toFile().setExecutable(true)).isTrue();

        Docker.Outcome outcome = Docker.run(Duration.ofSeconds(20), Map.of("PATH", folder + ":/usr/bin:/bin"),
                "/bin/sh",
                "-c", lineThatMakesTheCache().replace("/opt/reeve/cache", cache.toString()));

        assertThat(outcome).isEqualTo(new Docker.Outcome(0, "the image goes on without a cache for fast starts\n"));
        assertThat(cache).as("half a cache").doesNotExist();
    }

    private static String lineThatMakesTheCache() throws IOException {
        try (Stream<String> lines = Files.lines(Product.root().resolve("src/main/docker/Dockerfile"))) {
            return lines.filter(line -> line.startsWith("RUN reeved cache"))
                    .findFirst()
                    .orElseThrow()
                    .substring("RUN ".length());
        }
    }

    @Test
    void theAgentWaitsForManagersToBeStartedAndNotToBeHealthy() throws Exception {
        JsonNode services = new YAMLMapper().readTree(Product.root().resolve("docker-compose.yml").toFile())
                .get("services");
        JsonNode needed = services.get("agent").get("depends_on");
        Set<String> conditions = needed.isArray()
                ? Set.of("service_started")
                : Set.copyOf(needed.findValuesAsText("condition"));
        assertThat(conditions).containsExactly("service_started");
    }
}
