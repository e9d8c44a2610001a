package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.cli.testing.FakeManager;
import io.reeve.cli.testing.FakeManager.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the command line finds the active manager, and what it repeats. */
class FailoverTest extends ReeveFixture {
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
        ClientLimits impatient = new ClientLimits(PATIENT.silence(), PATIENT.stagger(), PATIENT.watch(),
                Duration.ofSeconds(2), PATIENT.waitAny(), PATIENT.quiet());
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
        ClientLimits brief = new ClientLimits(PATIENT.silence(), PATIENT.stagger(), PATIENT.watch(),
                PATIENT.waitActive(), Duration.ofSeconds(5), PATIENT.quiet());
        assertThat(reeve(brief, out, Map.of("REEVE_MGR", active.url()), "foo")).isEqualTo(110);
        assertThat(err()).contains("Error ETIMEDOUT: outcome unknown: sent to " + active.url());
    }

    @Test
    void silentAndRefusedNodesAreGivenUp() throws IOException {
        try (FakeManager silent = new FakeManager().onView(() -> new Answer.Silence())) {
            assertThat(impatiently(silent.url() + "," + refused() + " " + other.url(), "foo")).isZero();
            assertThat(active.commands()).hasSize(1);
        }
    }

    @Test
    void nobodyThereIsSaidSoon() throws IOException {
        String url = refused();
        assertThat(impatiently(url, "foo")).isEqualTo(111);
        assertThat(err()).contains("Error ECONNREFUSED: no manager answers (" + url).contains("REEVE_MGR");
    }

    @Test
    void whatNeverLeftIsNotSent() {
        Duration silence = Duration.ofSeconds(5); // a server that speaks plain does not answer a handshake
        ClientLimits brief = new ClientLimits(silence, PATIENT.stagger(), PATIENT.watch(),
                Duration.ofSeconds(1),
                PATIENT.waitAny(), PATIENT.quiet());
        String overPlain = active.url().replace("http:", "https:");
        for (String unreachable : List.of("http://127.0.0.1:99999", overPlain, "http://no_such_host.invalid:1")) {
            other.onView(() -> http(200,
                    "{\"epoch\": 3, \"available\": true, \"active_name\": \"a\", \"active_gid\": 7, "
                            + "\"active_url\": \"" + unreachable
                            + "/\", \"self\": {\"name\": \"b\", \"connected\": true}}"))
                    .onCommand(body -> {
                        assertThat(body).doesNotContain("retry");
                        return http(503, "{\"reason\": \"not here\"}");
                    });
            assertThat(reeve(brief, out, Map.of("REEVE_MGR", other.url()), "foo")).as("%s: %s", unreachable, err())
                    .isEqualTo(11);
        }
        assertThat(err()).contains("not executed").doesNotContain("outcome unknown");
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
            await().until(() -> views.get() > 60);
            return Answer.ok("at last");
        });
        ClientLimits watchful = new ClientLimits(Duration.ofSeconds(1), Duration.ZERO, Duration.ofMillis(20),
                PATIENT.waitActive(), PATIENT.waitAny(), PATIENT.quiet());
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
        assertThat(impatiently(other.url(), "foo")).isZero();
        assertThat(out()).isEqualTo("from the successor");
        assertThat(body(other, 0)).containsEntry("retry", true).containsEntry("id", body(active, 0).get("id"));
    }

    @Test
    void timeoutEndsARunningCommand() {
        active.onCommand(body -> new Answer.Silence());
        assertThat(reeve(active.url(), "foo", "--timeout", "2")).isEqualTo(110);
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
        assertThat(impatiently(active.url() + "," + other.url(), "mgr", "stat")).isZero();
        assertThat(out()).isEqualTo("me");
        assertThat(body(other, 0)).containsEntry("words", List.of("mgr", "stat")).doesNotContainKey("retry");
    }

    @Test
    void whatANodeDoesNotNameAsItsOwnIsNotSentToItWithoutAnActive() {
        other.seesNobody(5);
        assertThat(reeve(new ClientLimits(PATIENT.silence(), PATIENT.stagger(), PATIENT.watch(), Duration.ofSeconds(1),
                PATIENT.waitAny(), PATIENT.quiet()), out, Map.of("REEVE_MGR", other.url()), "mgr", "module", "ls"))
                .isEqualTo(11);
        assertThat(other.commands()).isEmpty();
    }

    @Test
    void managersQuestionsAreAnsweredWithoutAnActive() {
        other.seesNobody(5).onCommand(body -> Answer.ok("nobody"));
        assertThat(reeve(other.url(), "mgr", "set", "down", "true")).isZero();
        assertThat(out()).isEqualTo("nobody");
    }

    @Test
    void failIsBoundToTheEpochInWhichItWasMeantUnlessTheUserNamesOne() {
        assertThat(reeve(active.url(), "mgr", "fail", "a")).isZero();
        assertThat(body(active, 0)).containsEntry("words", List.of("mgr", "fail", "a")).containsEntry("epoch", 3);
        assertThat(reeve(active.url(), "mgr", "fail", "--epoch=2")).isZero();
        assertThat(body(active, 1)).doesNotContainKey("epoch");
    }

    @Test
    void failKeepsItsEpochWhenTheNextNodeIsAsked() {
        active.onCommand(body -> {
            other.leads(4);
            return new Answer.Silence();
        });
        assertThat(impatiently(active.url() + "," + other.url(), "mgr", "fail")).isZero();
        assertThat(body(other, 0)).containsEntry("epoch", 3);
    }
}
