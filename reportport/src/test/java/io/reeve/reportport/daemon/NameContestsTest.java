package io.reeve.reportport.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.DaemonId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NameContestsTest {
    private static final DaemonId NAME = new DaemonId("web", "1");
    private final AtomicLong clock = new AtomicLong();
    private final NameContests contests = new NameContests(clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void theTimeDoublesWithEachContestThatFollowsSoon() {
        assertThat(contests.rest(NAME)).isZero();
        assertThat(contests.taken(NAME)).isEqualTo(Duration.ofSeconds(30));
        assertThat(contests.rest(NAME)).isEqualTo(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(31));
        assertThat(contests.rest(NAME)).isZero();
        assertThat(contests.taken(NAME)).isEqualTo(Duration.ofMinutes(1));
        pass(Duration.ofSeconds(61));
        assertThat(contests.taken(NAME)).isEqualTo(Duration.ofMinutes(2));
        for (int i = 0; i < 10; i++) {
            pass(contests.rest(NAME));
            contests.taken(NAME);
        }
        assertThat(contests.rest(NAME)).as("the longest").isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aContestLongAfterTheLastIsTheFirstAgain() {
        contests.taken(NAME);
        pass(Duration.ofMinutes(2));
        assertThat(contests.taken(NAME)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aProcessThatReplacesItsOwnSessionAgainAndAgainIsHeldBack() {
        for (int i = 0; i < 9; i++) {
            contests.replaced(NAME);
            assertThat(contests.restOfOwn(NAME)).isZero();
        }
        contests.replaced(NAME);
        assertThat(contests.restOfOwn(NAME)).isEqualTo(Duration.ofSeconds(30));
        assertThat(contests.restOfOwn(new DaemonId("web", "2"))).isZero();
        pass(Duration.ofSeconds(30));
        assertThat(contests.restOfOwn(NAME)).isZero();
    }

    @Test
    void reconnectsNowAndThenAreFree() {
        for (int i = 0; i < 100; i++) {
            contests.replaced(NAME);
            pass(Duration.ofSeconds(5));
        }
        assertThat(contests.restOfOwn(NAME)).isZero();
    }
}
