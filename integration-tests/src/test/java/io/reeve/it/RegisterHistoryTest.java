package io.reeve.it;

import static io.reeve.it.RegisterHistory.NOTHING;
import static io.reeve.it.RegisterHistory.Outcome.DONE;
import static io.reeve.it.RegisterHistory.Outcome.REFUSED;
import static io.reeve.it.RegisterHistory.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of the fault tests is itself judged, by histories made by hand. */
class RegisterHistoryTest {
    private final RegisterHistory history = new RegisterHistory();

    @Test
    void oneAfterTheOtherIsFine() {
        history.read(NOTHING, 0, 1);
        history.wrote("a", 2, 3, DONE);
        history.read("a", 4, 5);
        history.wrote("b", 6, 7, DONE);
        history.read("b", 8, 9);
        assertThat(history.violations()).isEmpty();
        assertThat(history.acknowledged()).isEqualTo(2);
    }

    @Test
    void writesAtTheSameTimeMayHappenInAnyOrder() {
        history.wrote("a", 0, 10, DONE);
        history.wrote("b", 0, 10, DONE);
        history.read("b", 2, 3);
        history.read("a", 4, 5);
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void anAcknowledgedWriteThatNobodyFindsIsLost() {
        history.wrote("a", 0, 1, DONE);
        history.wrote("b", 2, 3, DONE);
        history.read("a", 4, 5);
        assertThat(history.violations()).singleElement().asString().contains("'b' was acknowledged, and lost");
    }

    @Test
    void theFirstWriteCanBeLostToo() {
        history.wrote("a", 0, 1, DONE);
        history.read(NOTHING, 2, 3);
        assertThat(history.violations()).singleElement().asString().contains("'a' was acknowledged, and lost");
    }

    @Test
    void whatWasOverwrittenDoesNotComeBack() {
        history.wrote("a", 0, 1, DONE);
        history.wrote("b", 2, 3, DONE);
        history.read("b", 4, 5);
        history.read("a", 6, 7);
        assertThat(history.violations()).isNotEmpty();
    }

    @Test
    void aReadDoesNotGoBehindAnEarlierOneOfAnUnfinishedWrite() {
        history.wrote("a", 0, 1, DONE);
        history.wrote("b", 2, 20, DONE);
        history.read("b", 4, 5);
        history.read("a", 6, 7);
        history.read("b", 8, 9);
        assertThat(history.violations()).isNotEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeMayHaveHappenedOrNot() {
        history.wrote("a", 0, 1, DONE);
        history.wrote("never", 2, 3, UNKNOWN);
        history.wrote("late", 2, 3, UNKNOWN);
        history.read("a", 4, 5);
        history.read("late", 6, 7);
        history.read("late", 8, 9);
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeHappensOnce() {
        history.wrote("late", 0, 1, UNKNOWN);
        history.read("late", 2, 3);
        history.wrote("a", 4, 5, DONE);
        history.read("a", 6, 7);
        history.read("late", 8, 9);
        assertThat(history.violations()).isNotEmpty();
    }

    @Test
    void aRefusedWriteIsNeverSeen() {
        history.wrote("no", 0, 1, REFUSED);
        assertThat(history.violations()).isEmpty();
        history.read("no", 2, 3);
        assertThat(history.violations()).singleElement().asString().contains("refused");
    }

    @Test
    void whatNobodyWroteIsNotThere() {
        history.read("x", 0, 1);
        assertThat(history.violations()).singleElement().asString().contains("nobody wrote it");
    }

    @Test
    void theFutureIsNotRead() {
        history.read("a", 0, 1);
        history.wrote("a", 2, 3, DONE);
        assertThat(history.violations()).singleElement().asString().contains("before it was written");
    }
}
