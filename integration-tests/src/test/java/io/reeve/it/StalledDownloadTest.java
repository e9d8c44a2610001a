package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The build's limits on downloads, {@code .mvn/maven.config}, with the Maven on the PATH. Maven 3.8 and 3.9 know different
 * properties and read the file differently: to check the other one, put it first on the PATH.
 */
class StalledDownloadTest {
    private static final Path CONFIG = Docker.ROOT.resolve(".mvn/maven.config");
    private static final String CONNECT = "-Daether.connector.connectTimeout";
    private static final String REQUEST = "-Daether.connector.requestTimeout";
    private static final String REQUEST_OF_MAVEN_38 = "-Dmaven.wagon.rto";
    private static final String THREADS = "-Daether.connector.basic.threads";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long SHORT_MILLIS = 2_000;

    @TempDir
    Path folder;

    /** With the configured limits shortened: nothing but them ends the wait before {@code LIMIT}. */
    @ParameterizedTest
    @EnumSource
    void aDownloadThatStallsFailsAfterItsLimitAndIsNotTriedAgain(StallingServer.Stall stall) throws Exception {
        try (StallingServer server = new StallingServer(stall)) {
            Path project = project(server);
            long start = System.nanoTime();
            String output = failedBuild(project);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("[downloads] stall of %s: given up after %d ms, Maven's own start included%n", stall,
                    took.toMillis());
            assertThat(output).contains("Could not transfer artifact", server.url());
            assertThat(took).isBetween(Duration.ofMillis(SHORT_MILLIS), LIMIT.dividedBy(6));
            assertThat(server.requests()).isEqualTo(stall == StallingServer.Stall.CONNECTION ? 0 : 1);
        }
    }

    /** Maven asks for the jars of a room at the same time, as many as it has threads, and for the rest afterwards. */
    @Test
    void aServerThatStallsAtEveryJarOfTheLargestRoomHoldsTheBuildForLessThanThreeMinutes() throws Exception {
        Map<String, Long> limits = limits();
        assertThat(limits.get(REQUEST_OF_MAVEN_38)).isEqualTo(limits.get(REQUEST));
        long jars = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> entry.endsWith(".jar"))
                .count();
        assertThat(jars).as("jars of this room, which stands on all others").isGreaterThan(50);
        long rounds = Math.ceilDiv(jars, limits.getOrDefault(THREADS, 1L));
        Duration longest = Duration.ofMillis(limits.getOrDefault(CONNECT, 0L)
                + rounds * limits.getOrDefault(REQUEST, 0L));
        assertThat(longest).as("%d jars in %d rounds", jars, rounds).isLessThan(LIMIT);
    }

    private static Map<String, Long> limits() throws IOException {
        Map<String, Long> limits = new LinkedHashMap<>();
        for (String line : Files.readAllLines(CONFIG)) {
            String[] option = line.split("=", 2);
            limits.put(option[0], Long.valueOf(option[1]));
        }
        assertThat(limits).containsOnlyKeys(REQUEST_OF_MAVEN_38, CONNECT, REQUEST, THREADS);
        return limits;
    }

    /** A project that has to download a plugin, and can get it from nowhere but the server. */
    private Path project(StallingServer server) throws IOException {
        Path project = folder.resolve("project");
        Path config = project.resolve(".mvn/maven.config");
        Files.createDirectories(config.getParent());
        Files.writeString(config, limits().entrySet()
                .stream()
                .map(limit -> limit.getKey() + "=" + (limit.getKey().equals(THREADS) ? limit.getValue() : SHORT_MILLIS)
                        + "\n")
                .collect(Collectors.joining()));
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>test</groupId>
                  <artifactId>test</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                </project>
                """);
        Files.writeString(project.resolve("settings.xml"), """
                <settings>
                  <mirrors><mirror><id>stalling</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(server.url()));
        return project;
    }

    private String failedBuild(Path project) throws IOException, InterruptedException {
        Path log = folder.resolve("maven.log");
        Process maven = maven(project, log);
        try {
            assertThat(maven.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("Maven has ended").isTrue();
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly().waitFor();
        }
        String output = Files.readString(log);
        assertThat(maven.exitValue()).as(output).isEqualTo(1);
        return output;
    }

    private Process maven(Path project, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("mvn", "-B", "-ntp", "-s", "settings.xml", "-gs", "settings.xml",
                "-Dmaven.repo.local=" + folder.resolve("repository"), "clean").directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeAll(Set.of("MAVEN_ARGS", "MAVEN_OPTS"));
        try {
            return builder.start();
        } catch (IOException e) {
            Needs.lacking("no Maven on the PATH (" + e.getMessage() + "): needed for the limits of its downloads");
            throw e;
        }
    }
}
