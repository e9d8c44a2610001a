package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.cli.testing.FakeManager;
import io.reeve.cli.testing.FakeManager.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReeveTest {
    private static final Limits QUICK = new Limits(Duration.ofMillis(500), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ZERO);
    private final FakeManager active = new FakeManager().leads(3);
    private final FakeManager other = new FakeManager().follows(active, 3);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] stdin = {};

    @AfterEach
    void stop() {
        active.close();
        other.close();
    }

    private int reeve(String nodes, String... args) {
        return reeve(QUICK, out, Map.of("REEVE_MGR", nodes), args);
    }

    private int reeve(Limits limits, OutputStream to, Map<String, String> environment, String... args) {
        return new Reeve(environment, new ByteArrayInputStream(stdin), to, new PrintStream(err, true,
                StandardCharsets.UTF_8), limits).run(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> body(FakeManager manager, int index) {
        return Json.read(manager.commands().get(index).getBytes(StandardCharsets.UTF_8));
    }

    private static Answer http(int code, String body) {
        return new Answer.Http(code, "", body);
    }

    /** A URL where nobody listens. */
    private static String refused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void answerGoesToStandardOutputAndRemarkToStandardError() {
        active.onCommand(body -> http(200, "{\"status\": 0, \"stdout\": \"out\\n\", \"stderr\": \"set k\"}"));
        assertThat(reeve(active.url(), "config-key", "set", "k", "v")).isZero();
        assertThat(out()).isEqualTo("out\n");
        assertThat(err()).isEqualTo("set k\n");
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
        List<String> words = List.of("foo", "--force", "--name=x", "-n", "3", "--mgr", "y", "--help", "ä\"\n", "");
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
    void wrongOwnOptionsAreNamed() {
        assertThat(reeve(active.url(), "--bogus", "foo")).isEqualTo(2);
        assertThat(reeve(active.url(), "--format", "xml", "foo")).isEqualTo(2);
        assertThat(reeve(active.url(), "--timeout", "soon", "foo")).isEqualTo(2);
        assertThat(reeve("ftp://x", "foo")).isEqualTo(2);
        assertThat(reeve(active.url())).isEqualTo(2);
        assertThat(err()).contains("--bogus", "'xml' is not one of plain, json", "soon", "ftp://x", "no command given");
        assertThat(active.commands()).isEmpty();
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
    void standbyLeadsToTheActive() {
        active.onCommand(body -> Answer.ok("hi"));
        assertThat(reeve(other.url(), "foo")).isZero();
        assertThat(out()).isEqualTo("hi");
        assertThat(other.commands()).isEmpty();
    }

    @Test
    void redirectIsFollowedWithItsBody() {
        other.leads(3).onCommand(body -> new Answer.Http(307, active.url() + "/api/command", ""));
        assertThat(reeve(other.url(), "foo")).isZero();
        assertThat(active.commands()).isEqualTo(other.commands()).hasSize(1);
    }

    @Test
    void circleOfRedirectsEnds() {
        active.onCommand(body -> new Answer.Http(307, active.url() + "/api/command", ""));
        Limits impatient = new Limits(QUICK.silence(), QUICK.stagger(), QUICK.watch(), Duration.ofMillis(100),
                QUICK.waitAny(), QUICK.quiet());
        assertThat(reeve(impatient, out, Map.of("REEVE_MGR", active.url()), "foo")).isEqualTo(11);
        assertThat(err()).contains("Error EAGAIN: not executed: ").contains("redirects in a circle");
    }

    @Test
    void unavailableManagerIsAskedAgainUntilItTakesTheCommand() {
        AtomicInteger count = new AtomicInteger();
        active.onCommand(body -> count.incrementAndGet() < 4
                ? http(503, "{\"reason\": \"draining\"}")
                : Answer.ok("done"));
        assertThat(reeve(active.url(), "foo")).isZero();
        assertThat(out()).isEqualTo("done");
        assertThat(err()).isEqualTo("reeve: waiting for an active manager: draining\n");
        // Not executed, so not a repeat.
        assertThat(body(active, 3)).doesNotContainKey("retry").isEqualTo(body(active, 0));
    }

    @Test
    void activeIsWaitedFor() {
        AtomicInteger count = new AtomicInteger();
        active.onView(() -> {
            if (count.incrementAndGet() == 3) {
                active.leads(4);
            }
            return http(200, "{\"epoch\": 3, \"available\": false, \"active_name\": \"\"}");
        });
        assertThat(reeve(active.url(), "foo")).isZero();
        assertThat(err()).isEqualTo("reeve: waiting for an active manager: there is none (epoch 3)\n");
        assertThat(active.commands()).hasSize(1);
    }

    @Test
    void brokenConnectionIsRepeatedAsRetryUnderTheSameId() {
        active.onCommand(body -> active.commands().size() == 1 ? new Answer.Break() : Answer.ok("replayed"));
        assertThat(reeve(active.url(), "foo")).isZero();
        assertThat(out()).isEqualTo("replayed");
        assertThat(active.commands()).hasSize(2);
        assertThat(body(active, 0)).doesNotContainKey("retry");
        assertThat(body(active, 1)).containsEntry("retry", true)
                .containsEntry("id", body(active, 0).get("id"))
                .containsEntry("words", List.of("foo"));
    }

    @Test
    void unknownOutcomeIsShown() {
        active.onCommand(body -> active.commands().size() == 1
                ? new Answer.Break()
                : http(200, "{\"status\": -110, \"errno\": \"ETIMEDOUT\", \"stderr\": \"outcome unknown: x\"}"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(110);
        assertThat(err()).endsWith("Error ETIMEDOUT: outcome unknown: x\n");
    }

    @Test
    void outcomeIsUnknownIfNobodyCanTell() {
        active.onCommand(body -> {
            active.onView(() -> new Answer.Break());
            return new Answer.Break();
        });
        assertThat(reeve(active.url(), "foo")).isEqualTo(110);
        assertThat(err()).contains("Error ETIMEDOUT: outcome unknown: sent to " + active.url());
    }

    @Test
    void silentAndRefusedNodesAreGivenUp() throws IOException {
        try (FakeManager silent = new FakeManager().onView(() -> new Answer.Silence())) {
            assertThat(reeve(silent.url() + "," + refused() + " " + other.url(), "foo")).isZero();
            assertThat(active.commands()).hasSize(1);
        }
    }

    @Test
    void nobodyThereIsSaidSoon() throws IOException {
        String url = refused();
        assertThat(reeve(url, "foo")).isEqualTo(111);
        assertThat(err()).contains("Error ECONNREFUSED: no manager answers (" + url).contains("REEVE_MGR");
    }

    @Test
    void activeThatIsNotReachableFromHereIsReachedThroughTheNodeThatAnswered() throws IOException {
        String unreachable = refused();
        other.onView(() -> http(200, "{\"epoch\": 3, \"available\": true, \"active_name\": \"a\", \"active_gid\": 7, "
                + "\"active_url\": \"" + unreachable + "/\", \"self\": {\"name\": \"b\", \"connected\": true}}"))
                .onCommand(body -> Answer.ok("passed on"));
        assertThat(reeve(other.url(), "foo")).isZero();
        assertThat(out()).isEqualTo("passed on");
    }

    @Test
    void longCommandIsNotCut() {
        AtomicInteger views = new AtomicInteger();
        other.onView(() -> {
            views.incrementAndGet();
            return http(200, "{\"epoch\": 3, \"available\": false, \"active_name\": \"me\"}");
        });
        active.onCommand(body -> {
            // The watching goes on, and so does the command.
            await().until(() -> views.get() > 3);
            return Answer.ok("at last");
        });
        Limits watchful = new Limits(Duration.ofMillis(100), Duration.ZERO, Duration.ofMillis(20),
                QUICK.waitActive(), QUICK.waitAny(), QUICK.quiet());
        assertThat(reeve(watchful, out, Map.of("REEVE_MGR", other.url() + "," + active.url()), "foo")).isZero();
        assertThat(out()).isEqualTo("at last");
        assertThat(active.commands()).hasSize(1);
    }

    @Test
    void commandOfAStoppedActiveIsRepeatedAtItsSuccessor() {
        active.onCommand(body -> {
            active.onView(() -> new Answer.Silence());
            other.leads(4);
            return new Answer.Silence();
        });
        other.onCommand(body -> Answer.ok("from the successor"));
        assertThat(reeve(other.url(), "foo")).isZero();
        assertThat(out()).isEqualTo("from the successor");
        assertThat(body(other, 0)).containsEntry("retry", true).containsEntry("id", body(active, 0).get("id"));
    }

    @Test
    void timeoutEndsARunningCommand() {
        active.onCommand(body -> new Answer.Silence());
        assertThat(reeve(active.url(), "foo", "--timeout", "0.3")).isEqualTo(110);
        assertThat(err()).contains("outcome unknown", "--timeout");
    }

    @Test
    void refusedRequestIsNotRepeated() {
        active.onCommand(body -> http(400, "{\"reason\": \"the same id with another body\"}"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(22);
        active.onCommand(body -> http(413, "{\"reason\": \"too large\"}"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(27);
        active.onCommand(body -> http(404, "<html>"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(5);
        assertThat(err()).contains("the same id with another body", "too large", "is it a manager?");
        assertThat(active.commands()).hasSize(3);
    }

    @Test
    void answerThatIsNoneIsAnError() {
        active.onCommand(body -> http(200, "<html>"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(5);
        active.onCommand(body -> http(200, "{}"));
        assertThat(reeve(active.url(), "foo")).isEqualTo(5);
        assertThat(err()).contains("makes no sense: it is not JSON", "makes no sense: it has no 'status'");
    }

    @Test
    void managersQuestionsAreAnsweredByAnyNodeAndASilentOneIsPassedOver() {
        active.onCommand(body -> new Answer.Silence());
        other.onCommand(body -> Answer.ok("me"));
        assertThat(reeve(active.url() + "," + other.url(), "mgr", "stat")).isZero();
        assertThat(out()).isEqualTo("me");
        assertThat(body(other, 0)).containsEntry("words", List.of("mgr", "stat")).doesNotContainKey("retry");
    }

    @Test
    void managersQuestionsAreAnsweredWithoutAnActive() {
        other.seesNobody(5).onCommand(body -> Answer.ok("nobody"));
        assertThat(reeve(other.url(), "mgr", "set", "down", "true")).isZero();
        assertThat(out()).isEqualTo("nobody");
    }

    @Test
    void failIsBoundToTheEpochInWhichItWasMeant() {
        assertThat(reeve(active.url(), "mgr", "fail")).isZero();
        assertThat(body(active, 0)).containsEntry("prefix", "mgr fail")
                .containsEntry("epoch", 3)
                .doesNotContainKey("who")
                .doesNotContainKey("words");
        assertThat(reeve(active.url(), "mgr", "fail", "a")).isZero();
        assertThat(body(active, 1)).containsEntry("who", "a").containsEntry("epoch", 3);
        assertThat(reeve(active.url(), "mgr", "fail", "a", "b")).isZero();
        assertThat(body(active, 2)).containsEntry("words", List.of("mgr", "fail", "a", "b", "--epoch=3"));
        assertThat(reeve(active.url(), "mgr", "fail", "--epoch=2")).isZero();
        assertThat(body(active, 3)).containsEntry("words", List.of("mgr", "fail", "--epoch=2"));
    }

    @Test
    void failKeepsItsEpochWhenTheNextNodeIsAsked() {
        active.onCommand(body -> {
            other.leads(4);
            return new Answer.Silence();
        });
        assertThat(reeve(active.url() + "," + other.url(), "mgr", "fail")).isZero();
        assertThat(body(other, 0)).containsEntry("epoch", 3);
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
        assertThat(reeve(QUICK, broken, Map.of("REEVE_MGR", active.url()), "foo")).isEqualTo(32);
        assertThat(err()).isEmpty();
    }

    @Test
    void helpListsTheManagersCommands() {
        active.onCommand(body -> Answer.ok("mgr stat  shows it\\n"));
        assertThat(reeve(active.url(), "--help")).isZero();
        assertThat(out()).contains("Usage: reeve [OPTIONS]", "REEVE_MGR", "mgr stat  shows it\n");
        assertThat(reeve(active.url(), "-h", "mgr", "stat")).isZero();
        assertThat(body(active, 1)).containsEntry("words", List.of("help", "mgr", "stat"));
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
        assertThat(body(active, 0)).containsEntry("words", List.of("complete", "mgr", "mo"));
    }

    @Test
    void completionKnowsTheOwnOptions() {
        assertThat(reeve(active.url(), "--complete", "--fo")).isZero();
        assertThat(reeve(active.url(), "--complete", "--format", "js")).isZero();
        assertThat(reeve(active.url(), "--completion", "bash")).isZero();
        assertThat(out()).contains("--format\n", "json\njson-pretty\n", "complete -o bashdefault");
        assertThat(active.commands()).isEmpty();
    }
}
