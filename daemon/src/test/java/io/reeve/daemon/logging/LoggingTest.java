package io.reeve.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("the log belongs to the process")
class LoggingTest {
    @TempDir
    Path folder;
    private final LogControl control = new LogControl();

    @BeforeEach
    void start() throws IOException {
        Logging.toFile(folder.resolve("logs/a.log"));
    }

    @AfterEach
    void reset() {
        Logging.toConsole();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("logs/a.log"));
    }

    @Test
    void aLineHasTimeSeverityNumberLevelThreadLoggerAndMessage() throws IOException {
        LoggerFactory.getLogger("io.x").warn("hello {}", "world");
        assertThat(lines()).singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z  1 WARN  \\[[^]]+] io\\.x: hello world");
    }

    @Test
    void aClosedControlLeavesNoFilterAndNoAppender() throws IOException {
        var filters = List.copyOf(LogControl.context().getTurboFilterList());
        int appenders = appendersOfTheRoot();
        try (LogControl modules = new LogControl("reeve.module.", _ -> null)) {
            modules.logToFile("reeve.module.x", folder.resolve("x.log"));
            modules.forward("reeve.module.x", "info", (_, _) -> {});
            assertThat(appendersOfTheRoot()).isEqualTo(appenders + 2);
        }
        assertThat(LogControl.context().getTurboFilterList()).containsExactlyElementsOf(filters);
        assertThat(appendersOfTheRoot()).isEqualTo(appenders);
        assertThat(LogControl.logger("reeve.module.x").iteratorForAppenders()).isExhausted();
    }

    private static int appendersOfTheRoot() {
        int count = 0;
        for (var all = LogControl.logger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders(); all.hasNext(); all
                .next()) {
            count++;
        }
        return count;
    }

    @Test
    void nothingThatIsLoggedMakesALineOrReachesTheTerminal() throws IOException {
        String forged = "x\n2026-01-01T00:00:00.000Z  0 ERROR [main] io.reeve: forged\r\u001b]0;title\u0007\u009b2J\u202e\u2028";
        Exception cause = new IllegalArgumentException("cause " + forged);
        Exception thrown = new IllegalStateException("thrown " + forged, cause);
        thrown.addSuppressed(new IOException("suppressed " + forged));
        Thread.currentThread().setName("test " + forged);
        LoggerFactory.getLogger("io.x." + forged).warn("drained: {}", forged, thrown);
        Thread.currentThread().setName("main");

        List<String> lines = lines();
        assertThat(lines).noneMatch(line -> line.startsWith("2026-01-01T"))
                .allMatch(line -> line.chars().noneMatch(c -> c != '\t' && Character.getType(c) == Character.CONTROL))
                .noneMatch(line -> line.contains("\u202e") || line.contains("\u2028"));
        assertThat(lines.stream().filter(line -> !line.startsWith("\t"))).hasSize(3);
        assertThat(String.join("\n", lines)).contains("drained: x 2026", "IllegalStateException: thrown x 2026",
                "Caused by: java.lang.IllegalArgumentException: cause x 2026",
                "Suppressed: java.io.IOException: suppressed x 2026");
    }

    @Test
    void severityNumbersAreCephs() throws IOException {
        control.setLevel("io.x", "debug");
        org.slf4j.Logger log = LoggerFactory.getLogger("io.x");
        log.debug("m");
        log.info("m");
        log.warn("m");
        log.error("m");
        assertThat(lines()).extracting(line -> line.substring(25, 33))
                .containsExactly("20 DEBUG", " 4 INFO ",
                        " 1 WARN ", " 0 ERROR");
    }

    @Test
    void allLoggingApisEndInTheSameLog() throws IOException {
        System.getLogger("jdk.system").log(System.Logger.Level.INFO, "one");
        java.util.logging.Logger.getLogger("jdk.jul").info("two");
        org.jboss.logging.Logger.getLogger("jboss").error("three");
        assertThat(lines()).hasSize(3)
                .satisfiesExactly(line -> assertThat(line).contains("jdk.system: one"),
                        line -> assertThat(line).contains("jdk.jul: two"),
                        line -> assertThat(line).contains("jboss: three"));
    }

    @Test
    void levelsAreNamesOrNumbers() {
        Map.of("debug", "debug", "20", "debug", "info", "info", "4", "info", "4/5", "info", "warning", "warn", "1",
                "warn", "critical", "error", "0", "error", "5", "debug").forEach((given, level) -> {
                    control.setLevel("io.y", given);
                    assertThat(control.level("io.y")).as(given).isEqualTo(level);
                });
        control.setLevel("io.y", "");
        assertThat(control.level("io.y")).isEqualTo("info");
        assertThatIllegalArgumentException().isThrownBy(() -> control.setLevel("io.y", "loud"))
                .withMessageContaining("'loud' is no log level");
    }

    @Test
    void aLoggerCanHaveAFileOfItsOwn() throws IOException {
        Path file = folder.resolve("logs/a-m.log");
        control.logToFile("mod.m", file);
        control.logToFile("mod.m", file);
        LoggerFactory.getLogger("mod.m.Inner").info("both");
        LoggerFactory.getLogger("mod.n").info("main only");
        control.stopLogToFile("mod.m");
        LoggerFactory.getLogger("mod.m").info("main again");
        assertThat(Files.readAllLines(file)).singleElement().asString().endsWith("mod.m.Inner: both");
        assertThat(lines()).hasSize(3);
    }

    @Test
    void aFullFileIsPutAsideCompressedAndTheOldestAreRemoved() throws IOException {
        Path file = folder.resolve("rolling 100%/a.log");
        Logging.checkWritable(file);
        Logger log = LogControl.logger("mod.rolling");
        SecureRandom noise = new SecureRandom(); // which does not become smaller by compression
        for (int round = 0; round < 6; round++) {
            OutputStreamAppender<ILoggingEvent> appender = Appenders.file(LogControl.context(), file,
                    new Appenders.Rotation("10KB", "20KB", 30));
            log.addAppender(appender);
            for (int i = 0; i < 40; i++) {
                log.info("line {} of {}: {}", i, round, new BigInteger(1200, noise).toString(36));
            }
            log.detachAppender(appender);
            appender.stop(); // waits until what is put aside is compressed, and the oldest removed
        }
        assertThat(Files.readAllLines(file)).last().asString().contains("line 39 of 5: ");
        assertThat(Files.size(file)).isLessThan(11_000);
        List<Path> aside;
        try (Stream<Path> all = Files.list(file.getParent())) {
            aside = all.filter(path -> !path.equals(file)).toList();
        }
        assertThat(aside).hasSizeBetween(1, 4)
                .allMatch(path -> path.getFileName().toString().matches("a\\.log\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.gz"));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(aside.getFirst()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("mod.rolling: line ");
        }
    }

    @Test
    void theLogIsForItsUserAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("logs"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("logs/a.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatCannotBeWrittenIsRefused() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> control.logToFile("mod.m", notAFolder.resolve("x.log")));
    }

    @Test
    void aFullDiskDoesNotStopWhoLogs() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        control.logToFile("mod.full", Path.of("/dev/full"));
        for (int i = 0; i < 1000; i++) {
            LoggerFactory.getLogger("mod.full").info("line {}", i);
        }
        assertThat(lines()).hasSizeGreaterThanOrEqualTo(1000);
        control.stopLogToFile("mod.full");
    }

    @Test
    void theOptionsOfAModuleReachAllLoggersThatItUsesAndNobodyElses() throws Exception {
        ThreadLocal<String> module = new ThreadLocal<>();
        LogControl modules = new LogControl("reeve.module.",
                name -> name.startsWith("io.reeve.") ? null : module.get());
        Path own = folder.resolve("own.log");
        List<String> forwarded = new java.util.concurrent.CopyOnWriteArrayList<>();
        modules.setLevel("reeve.module.m", "debug");
        modules.setLevel("reeve.module.quiet", "error");
        modules.logToFile("reeve.module.m", own);
        modules.forward("reeve.module.m", "warning", (level, message) -> forwarded.add(level + " " + message));
        for (String name : List.of("m", "quiet", "other", "")) {
            module.set(name.isEmpty() ? null : name);
            LoggerFactory.getLogger("org.example.Shared").debug("slf4j debug of {}", name);
            LoggerFactory.getLogger("org.example.Shared").warn("slf4j warn of {}", name);
            java.util.logging.Logger.getLogger("org.example.Jul").fine("jul fine of " + name);
            System.getLogger("org.example.Jdk").log(System.Logger.Level.DEBUG, "jdk debug of " + name);
            LoggerFactory.getLogger("io.reeve.Manager").debug("manager's for {}", name);
        }
        LoggerFactory.getLogger("reeve.module.m").debug("log() of m");
        assertThat(messages(lines())).containsExactly("slf4j debug of m", "slf4j warn of m", "jul fine of m",
                "jdk debug of m", "slf4j warn of other", "slf4j warn of ", "log() of m");
        assertThat(messages(Files.readAllLines(own))).containsExactly("slf4j debug of m", "slf4j warn of m",
                "jul fine of m", "jdk debug of m", "log() of m");
        assertThat(forwarded).containsExactly("warn slf4j warn of m");

        modules.stopLogToFile("reeve.module.m");
        modules.stopForward("reeve.module.m");
        modules.setLevel("reeve.module.m", "");
        module.set("m");
        LoggerFactory.getLogger("org.example.Shared").debug("no more");
        LoggerFactory.getLogger("org.example.Shared").warn("only here");
        assertThat(messages(Files.readAllLines(own))).doesNotContain("only here");
        assertThat(messages(lines())).endsWith("only here").doesNotContain("no more");
        assertThat(forwarded).hasSize(1);
    }

    private static List<String> messages(List<String> lines) {
        return lines.stream().map(l -> l.substring(l.indexOf(": ") + 2)).toList();
    }
}
