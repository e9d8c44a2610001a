package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as its users have it: {@code bin/reeve}, files, and a shell. */
@Tag("cluster")
class CommandLineTest {
    private static final int EFBIG = 27;

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestCluster.Node active;
    private static TestCluster.Node standby;

    @BeforeAll
    static void startTwo() throws Exception {
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20));
        cluster.start("a");
        cluster.start("b");
        active = cluster.awaitSettled();
        standby = cluster.nodes().stream().filter(n -> !n.equals(active)).findFirst().orElseThrow();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aSilentNodeIsGivenUpAndTheNextIsAsked() throws Exception {
        String silentFirst = standby.url() + "," + active.url();
        standby.signal("STOP");
        try {
            for (List<String> words : List.of(List.of("mgr", "stat"), List.of("hello", "count"))) {
                long start = System.nanoTime();
                Product.ok(silentFirst, words.toArray(String[]::new));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%s", words)
                        .isLessThan(Pace.of(Duration.ofSeconds(6)));
            }
        } finally {
            standby.signal("CONT");
        }
    }

    @Test
    void bytesGoInAndComeOutAsTheyAreUpToTheLimit() throws Exception {
        byte[] most = new byte[65_536];
        new Random(1).nextBytes(most);
        Path in = Files.write(folder.resolve("in"), most);
        Path out = folder.resolve("out");
        Product.ok(cluster.urls(), "config-key", "set", "most", "-i", in.toString());
        Product.ok(cluster.urls(), "-o", out.toString(), "config-key", "get", "most");
        assertThat(out).hasBinaryContent(most);

        byte[] more = new byte[most.length + 1];
        Product.Outcome refused = Product.reeve(cluster.urls(), "config-key", "set", "most", "-i",
                Files.write(folder.resolve("more"), more).toString());
        assertThat(refused.exit()).as(refused.stderr()).isEqualTo(EFBIG);
        assertThat(refused.stderr()).startsWith("Error EFBIG: ").contains("65536", "65537");
        Product.ok(cluster.urls(), "-o", out.toString(), "config-key", "get", "most");
        assertThat(out).as("what was there before").hasBinaryContent(most);
        assertThat(Product.ok(cluster.urls(), "config-key", "dump", "most")).contains("binary blob of length 65536");
    }

    @Test
    void bashCompletesWordsOptionsAndWhatStandsBehindBreaks() throws Exception {
        Path bash = Path.of("/bin/bash");
        Needs.file(bash, "completion");
        assertThat(completed("reeve mgr mod")).containsExactly("module");
        assertThat(completed("reeve mgr module ")).contains("enable", "disable", "ls", "restart", "rescan");
        assertThat(completed("reeve --mgr " + standby.url() + " hello gr")).containsExactly("greet");
        assertThat(completed("reeve --format=js")).as("bash replaces what stands behind the =")
                .containsExactly("json", "json-pretty");
        assertThat(completed("reeve --tim")).containsExactly("--timeout");
        assertThat(completed("reeve nosuch ")).isEmpty();
    }

    @Test
    void aTabAtATerminalTypesTheRestOfTheWord() throws Exception {
        Path terminal = Path.of("/usr/bin/script");
        Needs.file(terminal, "a terminal");
        Needs.file(Path.of("/bin/bash"), "completion");
        Path out = folder.resolve("terminal");
        Process shell = shell(out, terminal.toString(), "-qfec", "/bin/bash --norc --noprofile -i", "/dev/null");
        try (var keys = shell.outputWriter(StandardCharsets.UTF_8)) {
            keys.write("source <(reeve --completion bash)\n");
            keys.write("reeve --mgr " + active.url() + " hello gr\tyou; echo ended with $?; exit\n");
        }
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(out).content().contains("Hello, you!", "ended with 0");
    }

    /** What bash proposes when the cursor stands at the end of this line, which it has dealt into words in its own way. */
    private static List<String> completed(String line) throws Exception {
        Path out = folder.resolve("completed");
        Process shell = shell(out, "/bin/bash", "-c", """
                source <(reeve --completion bash)
                COMP_LINE=$1 COMP_POINT=${#1}
                _reeve reeve
                printf '%s\\n' "${COMPREPLY[@]}"
                """, "test", line);
        shell.getOutputStream().close();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(out).stream().filter(l -> !l.isBlank()).toList();
    }

    private static Process shell(Path out, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(out.toFile()));
        builder.environment().put("PATH", Product.home().resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("REEVE_MGR", cluster.urls());
        builder.environment().put("TERM", "dumb");
        builder.environment().put("INPUTRC", "/dev/null");
        return builder.start();
    }
}
