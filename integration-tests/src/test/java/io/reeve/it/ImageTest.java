package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the image is, before anything runs in it for long. */
@Tag("container")
class ImageTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long SIZE_LIMIT = 200_000_000;

    @BeforeEach
    void thereIsAnImage() throws Exception {
        Needs.docker();
    }

    @Test
    void itIsSmallAndRunsAsANumberedUserThatIsNotRoot() throws Exception {
        assertThat(Long.parseLong(inspect("{{.Size}}"))).isLessThan(SIZE_LIMIT);
        assertThat(inspect("{{.Config.User}}")).matches("[1-9][0-9]*:[1-9][0-9]*");
    }

    @Test
    void theStartUpCacheMadeWithItFitsItsJvm() throws Exception {
        assertThat(inside("ls /opt/reeve/cache")).matches("reeved-\\w+\\.aot");
        assertThat(inside("test -r /opt/reeve/cache/reeved-*.aot && echo readable")).isEqualTo("readable");
        // With AOTMode=on the JVM refuses to start if the cache does not fit.
        String flags = "-XX:AOTMode=on -Xlog:aot*=error";
        assertThat(inside("REEVE_JAVA_OPTS='" + flags + "' reeved --version")).contains("reeved ");
    }

    @Test
    void anyUserMayWriteItsData() throws Exception {
        String user = Docker.succeed(LIMIT, Map.of(), List.of("docker", "run", "--rm", "--read-only", "--tmpfs", "/tmp",
                "--network", "none", "--user", "1000640000:0", "--entrypoint", "sh"), Image.name(), "-c",
                "touch /data/x && id -u");
        assertThat(user).isEqualTo("1000640000");
    }

    @Test
    void bothProgramsAreInIt() throws Exception {
        assertThat(inside("reeved --version; reeve --version")).contains("reeved ", "reeve ");
    }

    @Test
    void theHealthCheckSaysNoWhereNothingRuns() throws Exception {
        assertThat(inside("healthcheck; echo $?")).isEqualTo("not started yet\n1");
        assertThat(inside("healthcheck ready; echo $?")).startsWith("no answer at 0.0.0.0:9480").endsWith("\n1");
        assertThat(inside("healthcheck zookeeper; echo $?")).startsWith("not serving").endsWith("\n1");
    }

    private static String inspect(String format) throws IOException, InterruptedException {
        return Docker.succeed(LIMIT, Map.of(), List.of("docker", "image", "inspect", "--format", format),
                Image.name());
    }

    /** Runs a line of shell in a container of it, as strict as the compose file's. */
    private static String inside(String line) throws IOException, InterruptedException {
        return Docker.succeed(LIMIT, Map.of(), List.of("docker", "run", "--rm", "--read-only", "--tmpfs", "/tmp",
                "--network", "none", "--entrypoint", "sh"), Image.name(), "-c", line);
    }
}
