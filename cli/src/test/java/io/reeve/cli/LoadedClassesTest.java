package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a short command loads: it starts at once, so nothing of what only others need. */
class LoadedClassesTest {
    private static final List<String> SLOW = List.of("org.jline.", "picocli.", "com.fasterxml.", "javax.net.ssl.",
            "java.util.regex.Matcher", "io.reeve.cli.Screen ", "io.reeve.cli.Following ",
            "io.reeve.cli.HealthTexts ", "io.reeve.cli.ShellCompletion ", "io.reeve.cli.FittedTables ",
            "io.reeve.cli.InteractiveShell ", "io.reeve.cli.Init", "io.reeve.cli.TypedAnswers ");

    @Test
    void aShortCommandLoadsNothingSlow(@TempDir Path folder) throws Exception {
        Path loaded = folder.resolve("loaded");
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded, "-cp", System.getProperty("java.class.path"),
                CacheTraining.class.getName()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(java.exitValue()).as(Files.readString(folder.resolve("said"))).isZero();
        assertThat(Files.readAllLines(loaded)).anyMatch(line -> line.contains("io.reeve.cli.CommandClient "))
                .noneMatch(line -> SLOW.stream().anyMatch(line::contains));
    }
}
