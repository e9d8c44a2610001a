package io.reeve.reportport.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.reeve.report.protocol.Identity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who waits for the end of a change of the lead, and in which order they are answered; the turns are played by hand. */
class HeldDaemonsTest {
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<String> answered = new ArrayList<>();
    private boolean changing = true;
    private boolean closing;
    private long now;
    private final HeldDaemons held = new HeldDaemons(() -> changing, this::later, () -> now,
            (_, daemon) -> answered.add(daemon.name()));

    private void later(Runnable turn) {
        if (closing) {
            throw new RejectedExecutionException("closed");
        }
        turns.add(turn);
    }

    private EmbeddedChannel hold(String name) {
        EmbeddedChannel channel = new EmbeddedChannel();
        assertThat(held.hold(channel, new Identity(name, 1, "", "", 0))).as("%s is held", name).isTrue();
        return channel;
    }

    private void turn() {
        turns.remove().run();
    }

    @Test
    void nobodyIsHeldWhileTheLeadIsClear() {
        changing = false;
        assertThat(held.hold(new EmbeddedChannel(), new Identity("web.1", 1, "", "", 0))).isFalse();
        assertThat(turns).isEmpty();
    }

    @Test
    void afterTheChangeABoundedNumberIsAnsweredInEachTurnInTheOrderInWhichTheyCame() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2 * HeldDaemons.IN_A_TURN + 1; i++) {
            names.add("web." + i);
            hold("web." + i);
        }
        turn();
        assertThat(answered).as("during the change").isEmpty();
        changing = false;
        turn();
        assertThat(answered).isEqualTo(names.subList(0, HeldDaemons.IN_A_TURN));
        names.add("web.late");
        hold("web.late");
        turn();
        turn();
        assertThat(answered).isEqualTo(names);
        assertThat(turns).as("turns while nobody waits").isEmpty();
    }

    @Test
    void whoHasWaitedForTheLongestTimeIsAnsweredAsThingsAre() {
        hold("web.1");
        now += HeldDaemons.LONGEST.toNanos() - 1;
        hold("web.2");
        turn();
        assertThat(answered).isEmpty();
        now++;
        turn();
        assertThat(answered).containsExactly("web.1");
    }

    @Test
    void whoHasGoneIsNotAnswered() {
        EmbeddedChannel gone = hold("web.1");
        hold("web.2");
        var _ = gone.close();
        gone.runPendingTasks();
        changing = false;
        turn();
        assertThat(answered).containsExactly("web.2");
    }

    @Test
    void theOldestGivesWayToOneThatWantsItsPlace() {
        EmbeddedChannel oldest = hold("web.1");
        EmbeddedChannel other = hold("web.2");
        assertThat(held.giveWay()).isTrue();
        assertThat(oldest.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
        assertThat(held.giveWay()).isTrue();
        assertThat(held.giveWay()).as("nobody is held any more").isFalse();
    }

    @Test
    void aPortThatClosesLeavesNobodyWaiting() {
        closing = true;
        EmbeddedChannel channel = hold("web.1");
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }
}
