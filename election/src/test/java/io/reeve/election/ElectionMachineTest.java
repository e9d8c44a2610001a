package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.ElectionEvent.ActiveNode;
import io.reeve.election.ElectionEvent.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElectionMachineTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long T = 10 * SECOND;
    private final ElectionMachine machine = new ElectionMachine(true, new ClaimPauses(new Random(1)));
    private long now = 100 * SECOND;

    private List<ElectionAction> on(ElectionEvent event) {
        return machine.handle(event, now);
    }

    private List<ElectionAction> checked(long sentAt) {
        return on(new ElectionEvent.Checked(machine.awaited(), Reply.OK, sentAt));
    }

    private List<ElectionAction> surveyed(ActiveNode active) {
        return on(new ElectionEvent.Surveyed(machine.awaited(),
                new ElectionEvent.SurveyResult(8, 12, false, active, false, false)));
    }

    private static List<String> kinds(List<ElectionAction> actions) {
        return actions.stream().map(action -> action.getClass().getSimpleName()).toList();
    }

    @Test
    void fencedLeaderWhoseActiveNodeIsStillThereGivesItBack() {
        lead();
        assertThat(kinds(on(new ElectionEvent.WriteFenced(7)))).containsExactly("Ended", "Survey");
        assertThat(kinds(surveyed(ActiveNode.MINE))).containsExactly("HandOver");
        assertThat(kinds(on(new ElectionEvent.HandedOver(machine.awaited(), Reply.OK)))).containsExactly("Leave",
                "Join");
    }

    @Test
    void whoseHandOverIsRefusedLooksWhetherItsActiveNodeIsStillThere() {
        lead();
        assertThat(kinds(on(new ElectionEvent.Release(7, StepDown.because("port taken"), true)))).containsExactly(
                "Ended",
                "HandOver");
        assertThat(kinds(on(new ElectionEvent.HandedOver(machine.awaited(), Reply.REFUSED)))).containsExactly("Survey");
        assertThat(surveyed(ActiveNode.MINE)).containsExactly(
                new ElectionAction.HandOver(machine.awaited(), 8, 12, StepDown.because("port taken")));
        on(new ElectionEvent.HandedOver(machine.awaited(), Reply.REFUSED));
        assertThat(kinds(surveyed(ActiveNode.OTHER))).containsExactly("Leave");
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.BACKOFF);
    }

    private void lead() {
        on(new ElectionEvent.Connected(T));
        on(new ElectionEvent.Registered());
        on(new ElectionEvent.AtHead(1));
        on(new ElectionEvent.Surveyed(machine.awaited(),
                new ElectionEvent.SurveyResult(6, 9, false, ActiveNode.NONE, false, false)));
        List<ElectionAction> actions = on(new ElectionEvent.Activated(machine.awaited(), Reply.OK, now));
        assertThat(actions).containsExactly(new ElectionAction.Elected(7, 10));
    }

    @Test
    void changeDuringASurveyLeadsToAnother() {
        atHead();
        on(new ElectionEvent.ClusterChanged());
        assertThat(kinds(surveyed(ActiveNode.OTHER))).containsExactly("Survey");
        assertThat(kinds(surveyed(ActiveNode.OTHER))).isEmpty();
        assertThat(kinds(on(new ElectionEvent.ClusterChanged()))).containsExactly("Survey");
    }

    @Test
    void whoWaitsAtTheHeadLooksAgainAlsoIfNothingIsSaidToHaveChanged() {
        atHead();
        assertThat(kinds(surveyed(ActiveNode.OTHER))).isEmpty();
        now += T / 2 - 1;
        assertThat(kinds(on(new ElectionEvent.Tick()))).isEmpty();
        now++;
        assertThat(kinds(on(new ElectionEvent.Tick()))).containsExactly("Survey");
    }

    @Test
    void whoCannotActivateAlthoughNobodyLeadsTakesABreath() {
        atHead();
        for (int miss = 1; miss <= 4; miss++) {
            surveyed(ActiveNode.NONE);
            assertThat(machine.state()).isEqualTo(ElectionMachine.State.ACTIVATING);
            on(new ElectionEvent.Activated(machine.awaited(), Reply.REFUSED, now));
            List<ElectionAction> actions = surveyed(ActiveNode.NONE);
            assertThat(kinds(actions)).isEqualTo(miss < 4 ? List.of("Leave", "Join") : List.of("Leave"));
            on(new ElectionEvent.AtHead(miss + 1));
        }
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.BACKOFF);
    }

    @Test
    void newsOfAPlaceThatWasGivenUpIsIgnored() {
        atHead();
        on(new ElectionEvent.PlaceLost(1));
        assertThat(on(new ElectionEvent.AtHead(1))).isEmpty();
        assertThat(on(new ElectionEvent.PlaceLost(1))).isEmpty();
        assertThat(kinds(on(new ElectionEvent.AtHead(2)))).containsExactly("Survey");
        assertThat(on(new ElectionEvent.NotAtHead(1))).isEmpty();
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.SURVEYING);
    }

    @Test
    void answerToAQuestionOfALostSessionIsIgnored() {
        atHead();
        int op = machine.awaited();
        assertThat(kinds(on(new ElectionEvent.SessionLost()))).containsExactly("Leave");
        assertThat(on(new ElectionEvent.Surveyed(op,
                new ElectionEvent.SurveyResult(8, 12, false, ActiveNode.NONE, false, false))))
                .isEmpty();
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.IDLE);
    }

    @Test
    void whoseAbilityChangesQueuesAgainAndTheNewPlaceSaysSo() {
        atHead();
        assertThat(on(new ElectionEvent.Able(false))).containsExactly(new ElectionAction.Leave(),
                new ElectionAction.Join(2, false));
        assertThat(on(new ElectionEvent.Able(false))).isEmpty();
        assertThat(on(new ElectionEvent.Able(true))).containsExactly(new ElectionAction.Leave(),
                new ElectionAction.Join(3, true));
    }

    @Test
    void leaderThatBecomesUnableLeadsOnAndItsNextPlaceSaysSo() {
        lead();
        assertThat(on(new ElectionEvent.Able(false))).isEmpty();
        assertThat(machine.leads()).isTrue();
        on(new ElectionEvent.Release(7, StepDown.because("for a test"), false));
        assertThat(on(new ElectionEvent.HandedOver(machine.awaited(), Reply.OK))).containsExactly(
                new ElectionAction.Leave(), new ElectionAction.Join(2, false));
    }

    private void queued() {
        on(new ElectionEvent.Connected(T));
        on(new ElectionEvent.Registered());
    }

    private List<ElectionAction> takeOver() {
        queued();
        return on(new ElectionEvent.LeaderDead(1, 6, 9));
    }

    private List<ElectionAction> tookOver(Reply reply) {
        return on(new ElectionEvent.Activated(machine.awaited(), reply, now));
    }

    @Test
    void firstThatLivesTakesOverFromADeadLeaderWithoutBeingAtTheHead() {
        assertThat(takeOver()).containsExactly(new ElectionAction.TakeOver(machine.awaited(), 6, 9));
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.ACTIVATING);
        assertThat(tookOver(Reply.OK)).containsExactly(new ElectionAction.Elected(7, 10));
    }

    @Test
    void whoWaitsAtTheHeadTakesOverToo() {
        atHead();
        surveyed(ActiveNode.OTHER);
        assertThat(kinds(on(new ElectionEvent.LeaderDead(1, 8, 12)))).containsExactly("TakeOver");
    }

    @Test
    void lateWordOfBeingAtTheHeadIsIgnoredWhileLeading() {
        takeOver();
        tookOver(Reply.OK);
        assertThat(on(new ElectionEvent.AtHead(1))).isEmpty();
        assertThat(on(new ElectionEvent.NotAtHead(1))).isEmpty();
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.LEADING);
    }

    @Test
    void whoseTakeOverIsRefusedKeepsItsPlaceAndCountsNoMiss() {
        queued();
        for (int loss = 1; loss <= 5; loss++) {
            on(new ElectionEvent.LeaderDead(1, 6, 9));
            assertThat(tookOver(loss % 2 == 0 ? Reply.DENIED : Reply.REFUSED)).isEmpty();
            assertThat(machine.state()).isEqualTo(ElectionMachine.State.QUEUED);
        }
        on(new ElectionEvent.AtHead(1));
        for (int miss = 1; miss <= 3; miss++) {
            surveyed(ActiveNode.NONE);
            on(new ElectionEvent.Activated(machine.awaited(), Reply.REFUSED, now));
            assertThat(kinds(surveyed(ActiveNode.NONE))).as("miss %d of 3", miss).containsExactly("Leave", "Join");
            on(new ElectionEvent.AtHead(miss + 1));
        }
    }

    @Test
    void whoComesToTheHeadDuringARefusedTakeOverLooksThen() {
        takeOver();
        assertThat(on(new ElectionEvent.AtHead(1))).isEmpty();
        assertThat(kinds(tookOver(Reply.REFUSED))).containsExactly("Survey");
    }

    @Test
    void whoseTakeOverHasNoAnswerReadsWhetherItHappened() {
        takeOver();
        assertThat(kinds(tookOver(Reply.LOST))).containsExactly("Survey");
        assertThat(kinds(surveyed(ActiveNode.MINE))).containsExactly("Check");
        assertThat(checked(now)).containsExactly(new ElectionAction.Elected(8, 12));
    }

    @Test
    void whoseTakeOverHasNotHappenedGoesBackToItsPlace() {
        queued();
        for (ActiveNode other : List.of(ActiveNode.OTHER, ActiveNode.NONE)) {
            on(new ElectionEvent.LeaderDead(1, 6, 9));
            tookOver(Reply.LOST);
            assertThat(surveyed(other)).as("the active node is of %s", other).isEmpty();
            assertThat(machine.state()).isEqualTo(ElectionMachine.State.QUEUED);
            assertThat(machine.takesOver()).isFalse();
        }
    }

    @Test
    void whoLosesItsPlaceDuringATakeOverQueuesAgainOnlyIfThatFails() {
        takeOver();
        assertThat(on(new ElectionEvent.PlaceLost(1))).isEmpty();
        assertThat(on(new ElectionEvent.Activated(machine.awaited(), Reply.REFUSED, now))).containsExactly(
                new ElectionAction.Leave(), new ElectionAction.Join(2, true));
    }

    @Test
    void whoseAbilityChangesDuringATakeOverThatFailsQueuesAgain() {
        takeOver();
        assertThat(on(new ElectionEvent.Able(false))).isEmpty();
        assertThat(tookOver(Reply.REFUSED)).containsExactly(new ElectionAction.Leave(),
                new ElectionAction.Join(2, false));
    }

    @Test
    void nobodyTakesOverWhoWasNotInTheQueueAtThatPlaceOrIsNotConnected() {
        assertThat(on(new ElectionEvent.LeaderDead(1, 6, 9))).isEmpty();
        queued();
        assertThat(on(new ElectionEvent.LeaderDead(0, 6, 9))).as("an older place").isEmpty();
        on(new ElectionEvent.Suspended());
        assertThat(on(new ElectionEvent.LeaderDead(1, 6, 9))).as("not connected").isEmpty();
        on(new ElectionEvent.Connected(T));
        on(new ElectionEvent.Close("stopping"));
        assertThat(on(new ElectionEvent.LeaderDead(1, 6, 9))).as("closed").isEmpty();
    }

    @Test
    void whoStopsDuringATakeOverEndsWhenThatIsAnswered() {
        takeOver();
        assertThat(on(new ElectionEvent.Close("stopping"))).isEmpty();
        assertThat(kinds(tookOver(Reply.REFUSED))).containsExactly("Leave", "Closed");
    }

    private void atHead() {
        on(new ElectionEvent.Connected(T));
        on(new ElectionEvent.Registered());
        assertThat(kinds(on(new ElectionEvent.AtHead(1)))).containsExactly("Survey");
    }

    @Test
    void leaseCountsFromTheSendingOfTheCheck() {
        lead();
        now += T / 10;
        assertThat(on(new ElectionEvent.Tick())).hasSize(1).first().isInstanceOf(ElectionAction.Check.class);
        long sentAt = now;
        now += 4 * SECOND;
        checked(sentAt);
        now = sentAt + 6 * SECOND - 1;
        assertThat(machine.mayAct(now)).isTrue();
        now++;
        assertThat(machine.mayAct(now)).isFalse();
        assertThat(on(new ElectionEvent.Tick())).first().isInstanceOf(ElectionAction.Frozen.class);
        now = sentAt + 8 * SECOND;
        assertThat(on(new ElectionEvent.Tick())).first()
                .isEqualTo(new ElectionAction.Ended("the lease ran out", sentAt + T));
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.LEAVING);
    }

    @Test
    void suspendedFreezesAtOnceAndOneCheckThaws() {
        lead();
        assertThat(on(new ElectionEvent.Suspended())).hasSize(1).first().isInstanceOf(ElectionAction.Frozen.class);
        now += SECOND;
        assertThat(on(new ElectionEvent.Tick())).isEmpty();
        assertThat(on(new ElectionEvent.Connected(T))).hasSize(1).first().isInstanceOf(ElectionAction.Check.class);
        assertThat(checked(now)).containsExactly(new ElectionAction.Thawed());
        assertThat(machine.epoch()).isEqualTo(7);
    }

    @Test
    void anAnswerThatComesAfterTheConnectionBrokeDoesNotThaw() {
        lead();
        now += T / 10;
        on(new ElectionEvent.Tick());
        on(new ElectionEvent.Suspended());
        assertThat(checked(now)).isEmpty();
        assertThat(machine.mayAct(now)).isFalse();
        assertThat(kinds(on(new ElectionEvent.Connected(T)))).containsExactly("Check");
        assertThat(checked(now)).containsExactly(new ElectionAction.Thawed());
    }

    @Test
    void checkSentBeforeTheDoubtDoesNotThaw() {
        lead();
        now += T / 10;
        on(new ElectionEvent.Tick());
        long sentAt = now;
        now += SECOND;
        on(new ElectionEvent.ActiveLost(7));
        assertThat(checked(sentAt)).hasSize(1).first().isInstanceOf(ElectionAction.Check.class);
        assertThat(kinds(on(new ElectionEvent.Checked(machine.awaited(), Reply.REFUSED, now)))).containsExactly("Ended",
                "Survey");
        assertThat(kinds(surveyed(ActiveNode.OTHER))).containsExactly("Leave", "Join");
    }

    @Test
    void thirdLongPauseWithinAMinuteGivesLeadershipUp() {
        lead();
        for (int pause = 1; pause <= 3; pause++) {
            now += T / 10;
            on(new ElectionEvent.Tick());
            checked(now);
            now += 7 * SECOND;
            on(new ElectionEvent.Tick());
            assertThat(machine.state()).isEqualTo(ElectionMachine.State.FROZEN);
            List<ElectionAction> actions = checked(now);
            assertThat(actions.getFirst())
                    .isInstanceOf(pause < 3 ? ElectionAction.Thawed.class : ElectionAction.Ended.class);
        }
        assertThat(machine.state()).isEqualTo(ElectionMachine.State.LEAVING);
    }

    @Test
    void failedActivationPausesLongerEachTime() {
        lead();
        long last = 0;
        for (int failure = 0; failure < 4; failure++) {
            on(new ElectionEvent.Release(machine.epoch(), StepDown.because("port taken"), true));
            on(new ElectionEvent.HandedOver(machine.awaited(), Reply.OK));
            assertThat(machine.state()).isEqualTo(ElectionMachine.State.BACKOFF);
            long pause = machine.nextWake(now) - now;
            assertThat(pause).isBetween(Math.min(T, SECOND << failure), 60 * SECOND);
            last = now;
            now += 60 * SECOND;
            List<ElectionAction> actions = on(new ElectionEvent.Tick());
            assertThat(actions).hasSize(1).first().isInstanceOf(ElectionAction.Join.class);
            on(new ElectionEvent.AtHead(((ElectionAction.Join) actions.getFirst()).place()));
            on(new ElectionEvent.Surveyed(machine.awaited(),
                    new ElectionEvent.SurveyResult(8, 12, false, ActiveNode.NONE, false, false)));
            on(new ElectionEvent.Activated(machine.awaited(), Reply.OK, now));
        }
        assertThat(now).isGreaterThan(last);
    }
}
