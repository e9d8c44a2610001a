package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.election.RoleEvent.ActiveNode;
import io.reeve.election.RoleEvent.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoleMachineTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long T = 10 * SECOND;
    private final RoleMachine machine = new RoleMachine(true, new Backoff(new Random(1)));
    private long now = 100 * SECOND;

    private List<RoleAction> on(RoleEvent event) {
        return machine.handle(event, now);
    }

    private List<RoleAction> checked(long sentAt) {
        return on(new RoleEvent.Checked(machine.awaited(), Reply.OK, sentAt));
    }

    private List<RoleAction> surveyed(ActiveNode active) {
        return on(new RoleEvent.Surveyed(machine.awaited(), new RoleEvent.Survey(8, 12, false, active, false, false)));
    }

    private static List<String> kinds(List<RoleAction> actions) {
        return actions.stream().map(action -> action.getClass().getSimpleName()).toList();
    }

    @Test
    void fencedLeaderWhoseActiveNodeIsStillThereGivesItBack() {
        lead();
        assertThat(kinds(on(new RoleEvent.WriteFenced(7)))).containsExactly("Ended", "Survey");
        assertThat(kinds(surveyed(ActiveNode.MINE))).containsExactly("HandOver");
        assertThat(kinds(on(new RoleEvent.HandedOver(machine.awaited(), Reply.OK)))).containsExactly("Leave", "Join");
    }

    @Test
    void whoseHandOverIsRefusedLooksWhetherItsActiveNodeIsStillThere() {
        lead();
        assertThat(kinds(on(new RoleEvent.Release(7, StepDown.because("port taken"), true)))).containsExactly("Ended",
                "HandOver");
        assertThat(kinds(on(new RoleEvent.HandedOver(machine.awaited(), Reply.REFUSED)))).containsExactly("Survey");
        assertThat(surveyed(ActiveNode.MINE)).containsExactly(
                new RoleAction.HandOver(machine.awaited(), 8, 12, StepDown.because("port taken")));
        on(new RoleEvent.HandedOver(machine.awaited(), Reply.REFUSED));
        assertThat(kinds(surveyed(ActiveNode.OTHER))).containsExactly("Leave");
        assertThat(machine.state()).isEqualTo(RoleMachine.State.BACKOFF);
    }

    private void lead() {
        on(new RoleEvent.Connected(T));
        on(new RoleEvent.Registered());
        on(new RoleEvent.AtHead(1));
        on(new RoleEvent.Surveyed(machine.awaited(), new RoleEvent.Survey(6, 9, false, ActiveNode.NONE, false, false)));
        List<RoleAction> actions = on(new RoleEvent.Activated(machine.awaited(), Reply.OK, now));
        assertThat(actions).containsExactly(new RoleAction.Elected(7, 10));
    }

    @Test
    void changeDuringASurveyLeadsToAnother() {
        atHead();
        on(new RoleEvent.ClusterChanged());
        assertThat(kinds(surveyed(ActiveNode.OTHER))).containsExactly("Survey");
        assertThat(kinds(surveyed(ActiveNode.OTHER))).isEmpty();
        assertThat(kinds(on(new RoleEvent.ClusterChanged()))).containsExactly("Survey");
    }

    @Test
    void whoWaitsAtTheHeadLooksAgainAlsoIfNothingIsSaidToHaveChanged() {
        atHead();
        assertThat(kinds(surveyed(ActiveNode.OTHER))).isEmpty();
        now += T / 2 - 1;
        assertThat(kinds(on(new RoleEvent.Tick()))).isEmpty();
        now++;
        assertThat(kinds(on(new RoleEvent.Tick()))).containsExactly("Survey");
    }

    @Test
    void whoCannotActivateAlthoughNobodyLeadsTakesABreath() {
        atHead();
        for (int miss = 1; miss <= 4; miss++) {
            surveyed(ActiveNode.NONE);
            assertThat(machine.state()).isEqualTo(RoleMachine.State.ACTIVATING);
            on(new RoleEvent.Activated(machine.awaited(), Reply.REFUSED, now));
            List<RoleAction> actions = surveyed(ActiveNode.NONE);
            assertThat(kinds(actions)).isEqualTo(miss < 4 ? List.of("Leave", "Join") : List.of("Leave"));
            on(new RoleEvent.AtHead(miss + 1));
        }
        assertThat(machine.state()).isEqualTo(RoleMachine.State.BACKOFF);
    }

    @Test
    void newsOfAPlaceThatWasGivenUpIsIgnored() {
        atHead();
        on(new RoleEvent.PlaceLost(1));
        assertThat(on(new RoleEvent.AtHead(1))).isEmpty();
        assertThat(on(new RoleEvent.PlaceLost(1))).isEmpty();
        assertThat(kinds(on(new RoleEvent.AtHead(2)))).containsExactly("Survey");
        assertThat(on(new RoleEvent.NotAtHead(1))).isEmpty();
        assertThat(machine.state()).isEqualTo(RoleMachine.State.SURVEYING);
    }

    @Test
    void answerToAQuestionOfALostSessionIsIgnored() {
        atHead();
        int op = machine.awaited();
        assertThat(kinds(on(new RoleEvent.SessionLost()))).containsExactly("Leave");
        assertThat(on(new RoleEvent.Surveyed(op, new RoleEvent.Survey(8, 12, false, ActiveNode.NONE, false, false))))
                .isEmpty();
        assertThat(machine.state()).isEqualTo(RoleMachine.State.IDLE);
    }

    private void atHead() {
        on(new RoleEvent.Connected(T));
        on(new RoleEvent.Registered());
        assertThat(kinds(on(new RoleEvent.AtHead(1)))).containsExactly("Survey");
    }

    @Test
    void leaseCountsFromTheSendingOfTheCheck() {
        lead();
        now += T / 10;
        assertThat(on(new RoleEvent.Tick())).hasSize(1).first().isInstanceOf(RoleAction.Check.class);
        long sentAt = now;
        now += 4 * SECOND;
        checked(sentAt);
        now = sentAt + 6 * SECOND - 1;
        assertThat(machine.mayAct(now)).isTrue();
        now++;
        assertThat(machine.mayAct(now)).isFalse();
        assertThat(on(new RoleEvent.Tick())).first().isInstanceOf(RoleAction.Frozen.class);
        now = sentAt + 8 * SECOND;
        assertThat(on(new RoleEvent.Tick())).first().isEqualTo(new RoleAction.Ended("the lease ran out", sentAt + T));
        assertThat(machine.state()).isEqualTo(RoleMachine.State.LEAVING);
    }

    @Test
    void suspendedFreezesAtOnceAndOneCheckThaws() {
        lead();
        assertThat(on(new RoleEvent.Suspended())).hasSize(1).first().isInstanceOf(RoleAction.Frozen.class);
        now += SECOND;
        assertThat(on(new RoleEvent.Tick())).isEmpty();
        assertThat(on(new RoleEvent.Connected(T))).hasSize(1).first().isInstanceOf(RoleAction.Check.class);
        assertThat(checked(now)).containsExactly(new RoleAction.Thawed());
        assertThat(machine.epoch()).isEqualTo(7);
    }

    @Test
    void anAnswerThatComesAfterTheConnectionBrokeDoesNotThaw() {
        lead();
        now += T / 10;
        on(new RoleEvent.Tick());
        on(new RoleEvent.Suspended());
        assertThat(checked(now)).isEmpty();
        assertThat(machine.mayAct(now)).isFalse();
        assertThat(kinds(on(new RoleEvent.Connected(T)))).containsExactly("Check");
        assertThat(checked(now)).containsExactly(new RoleAction.Thawed());
    }

    @Test
    void checkSentBeforeTheDoubtDoesNotThaw() {
        lead();
        now += T / 10;
        on(new RoleEvent.Tick());
        long sentAt = now;
        now += SECOND;
        on(new RoleEvent.ActiveLost(7));
        assertThat(checked(sentAt)).hasSize(1).first().isInstanceOf(RoleAction.Check.class);
        assertThat(kinds(on(new RoleEvent.Checked(machine.awaited(), Reply.REFUSED, now)))).containsExactly("Ended",
                "Survey");
        assertThat(kinds(surveyed(ActiveNode.OTHER))).containsExactly("Leave", "Join");
    }

    @Test
    void thirdLongPauseWithinAMinuteGivesLeadershipUp() {
        lead();
        for (int pause = 1; pause <= 3; pause++) {
            now += T / 10;
            on(new RoleEvent.Tick());
            checked(now);
            now += 7 * SECOND;
            on(new RoleEvent.Tick());
            assertThat(machine.state()).isEqualTo(RoleMachine.State.FROZEN);
            List<RoleAction> actions = checked(now);
            assertThat(actions.getFirst()).isInstanceOf(pause < 3 ? RoleAction.Thawed.class : RoleAction.Ended.class);
        }
        assertThat(machine.state()).isEqualTo(RoleMachine.State.LEAVING);
    }

    @Test
    void failedActivationPausesLongerEachTime() {
        lead();
        long last = 0;
        for (int failure = 0; failure < 4; failure++) {
            on(new RoleEvent.Release(machine.epoch(), StepDown.because("port taken"), true));
            on(new RoleEvent.HandedOver(machine.awaited(), Reply.OK));
            assertThat(machine.state()).isEqualTo(RoleMachine.State.BACKOFF);
            long pause = machine.nextWake(now) - now;
            assertThat(pause).isBetween(Math.min(T, SECOND << failure), 60 * SECOND);
            last = now;
            now += 60 * SECOND;
            List<RoleAction> actions = on(new RoleEvent.Tick());
            assertThat(actions).hasSize(1).first().isInstanceOf(RoleAction.Join.class);
            on(new RoleEvent.AtHead(((RoleAction.Join) actions.getFirst()).place()));
            on(new RoleEvent.Surveyed(machine.awaited(),
                    new RoleEvent.Survey(8, 12, false, ActiveNode.NONE, false, false)));
            on(new RoleEvent.Activated(machine.awaited(), Reply.OK, now));
        }
        assertThat(now).isGreaterThan(last);
    }
}
