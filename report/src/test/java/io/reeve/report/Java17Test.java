package io.reeve.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.report.protocol.DaemonFrame;
import io.reeve.report.testing.EmbeddedReporter;
import io.reeve.report.testing.FakeReportPort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The library in a service that runs on Java 17. */
class Java17Test {
    private static final int JAVA_17_CLASS = 61;
    private static final Pattern ALLOWED = Pattern.compile("(test-)?classes|(netty|jackson|slf4j-api)-.*[.]jar");

    @Test
    void everyClassIsJava17() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target/classes"))) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(classes).hasSizeGreaterThan(30);
            for (Path file : classes) {
                assertThat(Files.readAllBytes(file)[7]).as(file.toString()).isEqualTo((byte) JAVA_17_CLASS);
            }
        }
    }

    @Test
    void aServiceOnJava17Reports() throws Exception {
        Path java = java17();
        try (FakeReportPort manager = new FakeReportPort().active(1, 50, 0)) {
            Process process = new ProcessBuilder(java.toString(), "-cp", classPath(),
                    EmbeddedReporter.class.getName(), manager.address()).inheritIO()
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            try {
                await().untilAsserted(() -> assertThat(manager.lastValues()).containsExactly(17));
                manager.say(new DaemonFrame.Command(1, 1, Map.of("prefix", "hello"), new byte[0]));
                await().until(() -> manager.heard(DaemonFrame.Reply.class).size() == 1);
                assertThat(new String(manager.heard(DaemonFrame.Reply.class).get(0).out(), UTF_8))
                        .startsWith("hello from 17");
                process.getOutputStream().close();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends when it is told").isTrue();
                await().untilAsserted(() -> assertThat(manager.heard(DaemonFrame.Close.class)).hasSize(1));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** What a service gets with the library: our classes, and the jars that it may depend on. No other. */
    private static String classPath() {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(whole.split(File.pathSeparator, -1))
                .filter(entry -> ALLOWED.matcher(Path.of(entry).getFileName().toString()).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path java17() throws IOException {
        Optional<Path> found = Optional.empty();
        for (String folder : List.of("/usr/lib/jvm", "/opt/java", "/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk")) {
            found = found.isPresent() || !Files.isDirectory(Path.of(folder)) ? found : in(Path.of(folder));
        }
        String home = System.getenv("JAVA_HOME_17");
        if (found.isEmpty() && home != null) {
            found = Optional.of(Path.of(home, "bin", "java"));
        }
        if (found.isEmpty()) {
            String why = "no JDK 17 in /usr/lib/jvm, /opt/java or JAVA_HOME_17";
            assertThat(Boolean.getBoolean("reeve.test.required")).as(why).isFalse();
            Assumptions.abort(why);
        }
        return found.get();
    }

    private static Optional<Path> in(Path folder) throws IOException {
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.filter(home -> home.getFileName().toString().matches(".*\\b(1\\.)?17\\b.*"))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .findFirst();
        }
    }
}
