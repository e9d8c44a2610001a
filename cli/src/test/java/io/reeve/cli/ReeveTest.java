package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cli.testing.FakeManager.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReeveTest extends ReeveFixture {
    @Test
    void answerGoesToStandardOutputAndRemarkToStandardError() {
        active.onCommand(body -> http(200, "{\"status\": 0, \"stdout\": \"out\\n\", \"stderr\": \"set k\"}"));
        assertThat(reeve(active.url(), "config-key", "set", "k", "v")).isZero();
        assertThat(out()).isEqualTo("out\n");
        assertThat(err()).isEqualTo("set k\n");
    }

    @Test
    void whatTheManagerSaysDoesNotReachTheTerminal() {
        String answer = "{\"status\": -22, \"errno\": \"EINVAL\", \"stdout\": \"a\\u001b[2J\\u009b\\u202e\\tb ü\\n\\u2028\", "
                + "\"stderr\": \"no \\u001b]0;x\\u0007daemon\"}";
        active.onCommand(body -> http(200, answer));
        assertThat(onTerminal("foo")).isEqualTo(22);
        assertThat(out()).isEqualTo("a?[2J??\tb ü\n?\n");
        assertThat(err()).isEqualTo("Error EINVAL: no ?]0;x?daemon\n");
    }

    @Test
    void bytesThatAreNoTextDoNotReachTheTerminalEither() {
        active.onCommand(body -> http(200, "{\"status\": 0, \"stdout_encoding\": \"base64\", \"stdout\": \""
                + Base64.getEncoder().encodeToString(new byte[]{(byte) 0xff, 27, '['}) + "\"}"));
        assertThat(onTerminal("foo")).isZero();
        assertThat(out()).isEqualTo("\ufffd?[");
    }

    @Test
    void noHarmfulCharacterOfAnyCategoryReachesTheTerminal() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            all.appendCodePoint(c);
        }
        assertThat(TerminalText.of(all.toString()).codePoints()).allMatch(c -> c == '\n' || c == '\t' || c == 0x200c
                || c == 0x200d || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR));
    }

    @Test
    void anArgumentThatIsNotUtf8IsRefused() {
        assertThat(reeve(active.url(), "config-key", "set", "k", "Gr\ufffd\ufffde")).isEqualTo(2);
        assertThat(err()).contains("'Gr\ufffd\ufffde' is not in UTF-8");
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void helpIsShownWhereverItStandsAndNothingRuns() {
        for (String[] line : new String[][]{{"mgr", "fail", "-h"}, {"mgr", "fail", "--help"}, {"-h", "mgr", "fail"},
                {"mgr", "--help", "fail"}}) {
            assertThat(reeve(active.url(), line)).isZero();
        }
        assertThat(active.commands()).hasSize(4)
                .allMatch(body -> body.contains("[\"help\",\"--\",\"mgr\",\"fail\"]"));
        assertThat(reeve(active.url(), "config-key", "set", "k", "--", "-h", "--help")).isZero();
        assertThat(body(active, 4)).containsEntry("words", List.of("config-key", "set", "k", "--", "-h", "--help"));
    }

    @Test
    void helpIsShownWhateverElseIsWrongWithTheLine() {
        for (String[] line : new String[][]{{"--interval", "5", "--help"}, {"--help", "--interval", "5"},
                {"--level", "bogus", "-h"}, {"--watch", "-h", "mgr"}, {"--format", "bogus", "--help"},
                {"--timeout", "soon", "--help"}, {"-w", "mgr", "--help"}, {"-s", "mgr", "--help"}}) {
            out.reset();
            assertThat(reeve(active.url(), line)).as("%s: %s", List.of(line), err()).isZero();
        }
        assertThat(active.commands()).hasSize(8).allMatch(body -> body.contains("[\"help\",\"--\""));
        out.reset();
        assertThat(reeve(active.url(), "--interval", "5", "--help")).isZero();
        assertThat(out()).startsWith("Usage: reeve");
    }

    @Test
    void standardInputThatIsClosedIsAnError() {
        int status = new Reeve(Map.of("REEVE_MGR", active.url()), new ClosedInput(), out, new PrintStream(err, true,
                StandardCharsets.UTF_8), PATIENT).run("config-key", "set", "k", "-i", "-");
        assertThat(status).isOne();
        assertThat(err()).isEqualTo("reeve: cannot read standard input: it is closed\n");
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void failureIsNamedAndItsNumberIsTheExitCode() {
        active.onCommand(body -> http(200,
                "{\"status\": -22, \"errno\": \"EINVAL\", \"stdout\": \"\", \"stderr\": \"no such command\"}"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(22);
        assertThat(err()).isEqualTo("Error EINVAL: no such command\n");
    }

    @Test
    void failureWithoutNameIsShownByItsNumber() {
        active.onCommand(body -> http(200, "{\"status\": -4242, \"stdout\": \"\", \"stderr\": \"odd\"}"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(255);
        assertThat(err()).isEqualTo("Error E4242: odd\n");
    }

    @Test
    void wordsGoToTheManagerUnparsed() {
        List<String> words = List.of("foo", "--force", "--name=x", "-n", "3", "--mgr", "y", "ä\"\n", "");
        assertThat(reeve(active.url(), words.toArray(String[]::new))).isZero();
        assertThat(body(active, 0)).containsEntry("words", words)
                .containsEntry("format", "plain")
                .doesNotContainKey("retry")
                .doesNotContainKey("inbuf");
    }

    @Test
    void ownOptionsStandAlsoAfterTheWordsUpToTheDashes() {
        assertThat(reeve(active.url(), "foo", "--timeout=9", "bar", "-f", "yaml", "--", "-f", "json")).isZero();
        assertThat(body(active, 0)).containsEntry("words", List.of("foo", "bar", "--", "-f", "json"))
                .containsEntry("format", "yaml");
    }

    @Test
    void dashesBeforeTheFirstWordEndTheOwnOptions() {
        assertThat(reeve(active.url(), "--format=json", "--", "--odd", "x")).isZero();
        assertThat(body(active, 0)).containsEntry("words", List.of("--odd", "x")).containsEntry("format", "json");
    }

    @Test
    void wrongOwnOptionsAreNamed() throws CliException {
        assertThat(reeve(active.url(), "--bogus", "foo")).isEqualTo(2);
        assertThat(reeve(active.url(), "--format", "xml", "foo")).isEqualTo(2);
        for (String time : List.of("500ms", "40s", "2min", "1h", "0.5")) {
            assertThat(CommandLineOptions.parse(List.of("--timeout", time, "foo")).timeout()).as(time).isPositive();
        }
        assertThat(reeve(active.url(), "--timeout", "soon", "foo")).isEqualTo(2);
        assertThat(reeve("ftp://x", "foo")).isEqualTo(2);
        assertThat(reeve(active.url())).isEqualTo(2);
        assertThat(err()).contains("--bogus", "'xml' is not one of plain, json", "soon", "ftp://x", "no command given");
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void timeoutThatIsNotZeroIsAMillisecondAtLeastAndNotLongerThanCanBeCounted() throws CliException {
        for (String time : List.of("0.0001", "0.1ms", "0.000000001")) {
            assertThat(CommandLineOptions.parse(List.of("--timeout", time, "foo")).timeout()).as(time)
                    .isEqualTo(Duration.ofMillis(1));
        }
        assertThat(CommandLineOptions.parse(List.of("--timeout", "0.0h", "foo")).timeout()).isZero();
        assertThat(reeve(active.url(), "--timeout", "9999999h", "foo")).isEqualTo(2);
        assertThat(err()).isEqualToIgnoringNewLines(
                "reeve: --timeout '9999999h' is more than 1000000000 s: write 0 to wait for ever");
    }

    @Test
    void helpAboutACommandTakesTheFormat() {
        assertThat(reeve(active.url(), "mgr", "-h", "--format", "json")).isZero();
        assertThat(body(active, 0)).containsEntry("words", List.of("help", "--", "mgr"))
                .containsEntry("format", "json");
    }

    @Test
    void fileGoesInAndBinaryComesOutByteForByte(@TempDir Path folder) throws IOException {
        byte[] bytes = {0, (byte) 0xff, '\n', (byte) 0x80};
        Path in = Files.write(folder.resolve("in"), bytes);
        Path to = Files.writeString(folder.resolve("out"), "something longer that was there before");
        active.onCommand(body -> http(200, "{\"status\": 0, \"stdout_encoding\": \"base64\", \"stdout\": "
                + body.replaceFirst("(?s).*\"inbuf\":(\"[^\"]*\").*", "$1") + ", \"stderr\": \"\"}"));
        assertThat(reeve(active.url(), "config-key", "set", "k", "-i", in.toString(), "-o", to.toString())).isZero();
        assertThat(body(active, 0)).containsEntry("inbuf", Base64.getEncoder().encodeToString(bytes));
        assertThat(to).hasBinaryContent(bytes);
        assertThat(out()).isEmpty();
    }

    @Test
    void standardInputIsADash() {
        stdin = "text".getBytes(StandardCharsets.UTF_8);
        assertThat(reeve(active.url(), "foo", "-i", "-")).isZero();
        assertThat(body(active, 0)).containsEntry("inbuf", "dGV4dA==");
    }

    @Test
    void nothingIsSentIfAFileCannotBeOpened(@TempDir Path folder) {
        assertThat(reeve(active.url(), "foo", "-i", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(reeve(active.url(), "foo", "-o", folder.resolve("no/such").toString())).isEqualTo(1);
        assertThat(err()).contains("cannot read input file '" + folder.resolve("none"), "cannot open output file '");
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void failedCommandLeavesTheOutputFileAlone(@TempDir Path folder) throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "old");
        active.onCommand(body -> http(200, "{\"status\": -2, \"errno\": \"ENOENT\", \"stdout\": \"\"}"));
        assertThat(reeve(active.url(), "foo", "-o", old.toString())).isEqualTo(2);
        assertThat(reeve(active.url(), "foo", "-o", folder.resolve("new").toString())).isEqualTo(2);
        assertThat(old).hasContent("old");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void brokenPipeIsQuiet() {
        active.onCommand(body -> Answer.ok("text"));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(reeve(PATIENT, broken, Map.of("REEVE_MGR", active.url()), "foo")).isEqualTo(32);
        assertThat(err()).isEmpty();
    }

    @Test
    void helpListsTheManagersCommands() {
        active.onCommand(body -> Answer.ok("mgr stat  shows it\\n"));
        assertThat(reeve(active.url(), "--help")).isZero();
        assertThat(out()).contains("Usage: reeve [OPTIONS]", "REEVE_MGR", "mgr stat  shows it\n");
        assertThat(reeve(active.url(), "-h", "mgr", "stat")).isZero();
        assertThat(body(active, 1)).containsEntry("words", List.of("help", "--", "mgr", "stat"));
    }

    @Test
    void nothingOfTheManagerControlsATerminalThatShowsHelp() {
        active.onCommand(body -> Answer.ok("mgr stat \\u001b[2J shows it\\n"));
        int exit = new Reeve(Map.of("REEVE_MGR", active.url()), System.in, out,
                new PrintStream(err, true, StandardCharsets.UTF_8), PATIENT, true).run("--help");
        assertThat(exit).isZero();
        assertThat(out()).contains("mgr stat ?[2J shows it\n").doesNotContain("\u001b");
    }

    @Test
    void helpNeedsNoManager() throws IOException {
        assertThat(reeve(refused(), "--help")).isZero();
        assertThat(out()).contains("Usage: reeve [OPTIONS]", "listed here when a manager can be asked");
    }

    @Test
    void completionAsksTheManagerForWords() {
        active.onCommand(body -> Answer.ok("module\\n"));
        assertThat(reeve("http://127.0.0.1:1", "--complete", "--mgr", active.url(), "mgr", "mo")).isZero();
        assertThat(out()).isEqualTo("module\n");
        assertThat(body(active, 0)).containsEntry("words", List.of("complete", "--", "mgr", "mo"));
        assertThat(reeve("http://127.0.0.1:1", "--complete", "--mgr=" + active.url(), "x")).isZero();
        assertThat(body(active, 1)).containsEntry("words", List.of("complete", "--", "x"));
    }

    @Test
    void completionKnowsTheOwnOptions() {
        assertThat(reeve(active.url(), "--complete", "--fo")).isZero();
        assertThat(reeve(active.url(), "--complete", "--format", "js")).isZero();
        assertThat(reeve(active.url(), "--completion", "bash")).isZero();
        assertThat(out()).contains("--format\n", "json\njson-pretty\n", "complete -o bashdefault");
        assertThat(reeve(active.url(), "--complete", "mgr", "stat", "--format=y")).isZero();
        assertThat(out()).endsWith("--format=yaml\n");
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void eachShellHasItsScriptAndOwnCommandsAreCompletedWithoutAManager() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            out.reset();
            assertThat(reeve(active.url(), "completion", shell)).isZero();
            assertThat(out()).contains(shell + " completion for reeve", "--complete");
        }
        out.reset();
        assertThat(reeve(active.url(), "--complete", "completion", "")).isZero();
        assertThat(out()).isEqualTo("bash\nzsh\nfish\n");
        out.reset();
        assertThat(reeve(active.url(), "--complete", "status", "--w")).isZero();
        assertThat(reeve(active.url(), "--complete", "-w", "--level", "")).isZero();
        assertThat(out()).isEqualTo("--watch\ndebug\ninfo\nsec\nwarn\nerror\n");
        assertThat(reeve(active.url(), "completion", "csh")).isEqualTo(2);
        assertThat(reeve(active.url(), "completion")).isEqualTo(2);
        assertThat(err()).contains("'csh' is not one of bash, zsh, fish", "name one shell");
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void longOutputArrivesWhole() {
        active.onCommand(body -> Answer.ok("x".repeat(25_000_000)));
        assertThat(reeve(active.url(), "foo")).isZero();
        assertThat(out.size()).isEqualTo(25_000_000);
    }
}
