package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cli.testing.FakeManager.Answer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code -s}, {@code --watch} and {@code -w}: what is shown once, again and again, and as it grows. */
class FollowingTest extends ReeveFixture {
    private static final String[] SOON = {"--interval", "0.1"};

    private int follow(String timeout, String... args) {
        List<String> line = new ArrayList<>(List.of("--timeout", timeout));
        line.addAll(List.of(SOON));
        line.addAll(List.of(args));
        return reeve(active.url(), line.toArray(String[]::new));
    }

    /** The manager's answers to {@code log since}, one after the other; the last one again and again. */
    private void log(String... answers) {
        Deque<String> all = new ArrayDeque<>(List.of(answers));
        active.onCommand(body -> body.contains("\"since\"")
                ? http(200, "{\"status\": 0, \"stdout\": \"" + (all.size() > 1 ? all.remove() : all.element())
                        .replace("\"", "\\\"") + "\", \"epoch\": 3}")
                : Answer.ok("the status\\n"));
    }

    private static String entry(int seq, String message) {
        return "{\"seq\": " + seq
                + ", \"stamp\": \"2026-01-02T03:04:05Z\", \"name\": \"mgr.a\", \"channel\": \"cluster\","
                + " \"priority\": \"warn\", \"message\": \"" + message + "\"}";
    }

    private static String since(int last, int lost, String... entries) {
        return "{\"last\": " + last + ", \"lost\": " + lost + ", \"entries\": [" + String.join(",", entries) + "]}";
    }

    @Test
    void sIsTheStatus() {
        assertThat(reeve(active.url(), "-s")).isZero();
        assertThat(body(active, 0)).containsEntry("words", List.of("status"));
        assertThat(reeve(active.url(), "-s", "osd")).isEqualTo(2);
        assertThat(err()).contains("leave out 'osd'");
    }

    @Test
    void theStatusIsAppendedAgainAndAgainWhereNoTerminalIs() {
        active.onCommand(body -> Answer.ok("all \\u001b is well\\n"));
        assertThat(follow("2s", "status", "--watch")).isZero();
        assertThat(out()).startsWith("all \u001b is well\n\nall \u001b is well\n\n");
        assertThat(active.commands()).allMatch(body -> body.contains("[\"status\"]"));
    }

    @Test
    void aTerminalIsDrawnAnewAndNothingOfTheManagerControlsIt() {
        active.onCommand(body -> Answer.ok("HEALTH_OK \\u001b[2J\\n" + "x".repeat(300) + "\\n".repeat(100)));
        int exit = new Reeve(Map.of("REEVE_MGR", active.url(), "COLUMNS", "50", "LINES", "10"), System.in, out,
                new PrintStream(err, true, StandardCharsets.UTF_8), PATIENT, true)
                .run("--timeout", "4s", "-s", "--watch", "--interval=0.1");
        assertThat(exit).isZero();
        String first = out().substring(0, out().indexOf("\u001b[J"));
        assertThat(first).startsWith("\u001b[Hreeve status, each 0.1 s")
                .contains("\u001b[32mHEALTH_OK\u001b[0m ?[2J",
                        "\r\n" + "x".repeat(49) + "…\u001b[K\r\n");
        assertThat(first.lines()).hasSizeLessThanOrEqualTo(9);
        assertThat(out().indexOf("\u001b[H", 5)).as("a second drawing").isPositive();
    }

    @Test
    void linesOfWideCharactersDoNotMoveTheOnesBelow() {
        active.onCommand(body -> Answer.ok("\u96fb".repeat(40) + "\\n"));
        int exit = new Reeve(Map.of("REEVE_MGR", active.url(), "COLUMNS", "50", "LINES", "10"), System.in, out,
                new PrintStream(err, true, StandardCharsets.UTF_8), PATIENT, true)
                .run("--timeout", "2s", "-s", "--watch", "--interval=0.1");
        assertThat(exit).isZero();
        assertThat(out()).as("the terminal cuts lines at its edge while they are drawn")
                .containsSubsequence("\u001b[?7l", "\u96fb".repeat(40), "\u001b[J\u001b[?7h");
    }

    @Test
    void theStatusGoesOnWhenAnotherManagerIsActive() {
        active.onCommand(body -> {
            active.seesNobody(3);
            other.leads(4).onCommand(_ -> Answer.ok("from the next\\n"));
            return Answer.ok("from the first\\n");
        });
        int exit = reeve(PATIENT, out, Map.of("REEVE_MGR", active.url() + "," + other.url()), "--timeout", "3s",
                "status",
                "--watch", "--interval", "0.1");
        assertThat(exit).isZero();
        assertThat(out()).startsWith("from the first\n\n").contains("from the next\n\nfrom the next\n\n");
    }

    @Test
    void aTimeWithoutAnActiveIsToldOnceAndWaitedFor() {
        active.onCommand(body -> {
            active.seesNobody(3);
            return Answer.ok("well\\n");
        });
        assertThat(follow("2s", "status", "--watch")).isZero();
        assertThat(out()).isEqualTo("well\n\n");
        assertThat(err().lines()).singleElement().asString().startsWith("reeve: no active manager can be asked: ");
    }

    @Test
    void whatTheManagerRefusesEndsIt() {
        active.onCommand(
                body -> http(200, "{\"status\": -22, \"errno\": \"EINVAL\", \"stdout\": \"\", \"stderr\": \"no\"}"));
        assertThat(follow("60s", "-w")).isEqualTo(22);
        assertThat(follow("60s", "status", "--watch")).isEqualTo(22);
        assertThat(err()).isEqualTo("Error EINVAL: no\nError EINVAL: no\n");
    }

    @Test
    void theLogIsShownFromNowOnEachEntryOnceAndLossesAreTold() {
        log(since(7, 0), since(9, 0, entry(8, "eight"), entry(9, "ni\\\\nne")), since(9, 0),
                since(20, 10, entry(20, "twenty")),
                since(20, 0));
        assertThat(follow("3s", "-w", "--level", "warn", "--channel", "cluster")).isZero();
        assertThat(out()).isEqualTo("""
                the status
                2026-01-02T03:04:05Z mgr.a (cluster) [WAR] eight
                2026-01-02T03:04:05Z mgr.a (cluster) [WAR] ni ne
                -- 10 entries lost --
                2026-01-02T03:04:05Z mgr.a (cluster) [WAR] twenty
                """);
        List<Object> asked = active.commands()
                .stream()
                .map(body -> Json.read(body.getBytes(StandardCharsets.UTF_8)).get("words"))
                .distinct()
                .toList();
        assertThat(asked).containsExactly(List.of("log", "since"), List.of("status"),
                List.of("log", "since", "7", "warn", "cluster"), List.of("log", "since", "9", "warn", "cluster"),
                List.of("log", "since", "20", "warn", "cluster"));
    }

    @Test
    void jsonIsALineForEachEntryAndForEachLoss() {
        log(since(7, 0), since(9, 1, entry(9, "nine")), since(9, 0));
        assertThat(follow("2s", "-w", "-f", "json")).isZero();
        assertThat(out().lines()).hasSize(2)
                .first()
                .isEqualTo("{\"lost\":1}");
        assertThat(out()).contains("\n{\"seq\":9,\"stamp\":");
    }

    @Test
    void aLogThatBeganAnewIsToldWhenTwoAnswersSaySo() {
        log(since(7, 0), since(2, 0), since(7, 0), since(2, 0), since(2, 0),
                since(2, 0, entry(1, "one"), entry(2, "two")),
                since(2, 0));
        assertThat(follow("3s", "-w")).isZero();
        assertThat(out()).isEqualTo("""
                the status
                -- the log began anew: its last entry is 2, and 7 was here before --
                2026-01-02T03:04:05Z mgr.a (cluster) [WAR] one
                2026-01-02T03:04:05Z mgr.a (cluster) [WAR] two
                """);
    }

    @Test
    void optionsThatMeanNothingAreRefused() {
        for (String[] line : new String[][]{{"--level", "warn", "status"}, {"--watch", "osd", "tree"}, {"-w", "osd"},
                {"-w", "--level", "loud"}, {"-w", "--interval", "0.01"}, {"--interval", "3", "status"},
                {"-w", "--watch"},
                {"-w", "-o", "x"}}) {
            assertThat(reeve(active.url(), line)).as(String.join(" ", line)).isEqualTo(2);
        }
        assertThat(active.commands()).isEmpty();
        assertThat(reeve(active.url(), "osd", "--watch")).as("a word of a command").isZero();
    }
}
