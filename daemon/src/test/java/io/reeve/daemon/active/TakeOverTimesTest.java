package io.reeve.daemon.active;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.daemon.active.TakeOverTimes.Phase;
import io.reeve.daemon.role.FakeLeadership;
import io.reeve.election.Leadership;
import io.reeve.election.LeadershipListener;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TakeOverTimesTest {
    private final FakeLeadership leadership = new FakeLeadership(3);
    private final Told told = new Told();
    private long nanos;
    private final TakeOverTimes times = new TakeOverTimes(told, () -> nanos);

    /** What the listener behind it was told. */
    private static final class Told implements LeadershipListener {
        private String last = "";

        @Override
        public void elected(Leadership leadership) {
            last = "elected";
        }

        @Override
        public void frozen(Leadership leadership, String why) {
            last = "frozen " + why;
        }

        @Override
        public void thawed(Leadership leadership) {
            last = "thawed";
        }

        @Override
        public void ended(Leadership leadership, String why, long deadlineNanos) {
            last = "ended " + why + " " + deadlineNanos;
        }
    }

    private void after(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void open() {
        after(4);
        times.ended(Phase.ACTIVATION);
        after(5);
        times.ended(Phase.MAPS);
        after(6);
        times.ended(Phase.MODULES);
        after(7);
        times.ended(Phase.AVAILABLE);
    }

    @Test
    void aTakeOverByEvidenceHasATimeForEachPhase() {
        times.suspected();
        after(20);
        times.dead();
        after(30);
        times.elected(leadership);
        open();
        assertThat(times.text()).isEqualTo(
                "72 ms (evidence 20, election 30, activation 4, maps 5, modules 6, available 7)");
        assertThat(times.metric().samples().get()).extracting(each -> each.labels().getFirst() + " " + each.value())
                .containsExactly("evidence 0.02", "election 0.03", "activation 0.004", "maps 0.005", "modules 0.006",
                        "available 0.007");
    }

    @Test
    void anElectionWithoutEvidenceOfThisManagerBeginsWithTheActivation() {
        times.elected(leadership);
        open();
        assertThat(times.text()).isEqualTo("22 ms (activation 4, maps 5, modules 6, available 7)");
    }

    @Test
    void evidenceOfLongAgoDoesNotCount() {
        times.suspected();
        times.dead();
        after(60_000);
        times.elected(leadership);
        open();
        assertThat(times.text()).startsWith("22 ms (activation");
    }

    @Test
    void aTakeOverThatIsNotOverIsNotTold() {
        times.elected(leadership);
        open();
        String before = times.text();
        times.elected(leadership);
        times.ended(Phase.ACTIVATION);
        assertThat(times.text()).isEqualTo(before);
    }

    @Test
    void eventsOfTheLeadershipAreHandedOn() {
        times.elected(leadership);
        assertThat(told.last).isEqualTo("elected");
        times.frozen(leadership, "cold");
        assertThat(told.last).isEqualTo("frozen cold");
        times.thawed(leadership);
        assertThat(told.last).isEqualTo("thawed");
        times.ended(leadership, "over", 9);
        assertThat(told.last).isEqualTo("ended over 9");
    }
}
