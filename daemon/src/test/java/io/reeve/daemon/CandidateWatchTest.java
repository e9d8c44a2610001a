package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.HealthCheck;
import io.reeve.election.Candidate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CandidateWatchTest {
    private static final Candidate ABLE = new Candidate("b", 2, null);
    private static final Candidate FULL = new Candidate("c", 3, "its disk is full");
    private final AtomicLong now = new AtomicLong();
    private @Nullable String unable;
    private final CandidateWatch watch = new CandidateWatch(1, List::of, () -> unable, (epoch, how) -> {}, now::get);

    @Test
    void whoIsUnableForHalfAMinuteHandsOverToOneThatIsAble() {
        assertThat(watch.successor(7, List.of(FULL, ABLE))).isEmpty();
        unable = "full";
        assertThat(watch.successor(7, List.of(FULL, ABLE))).isEmpty();
        now.addAndGet(CandidateWatch.PATIENCE.toNanos());
        assertThat(watch.successor(7, List.of(FULL))).isEmpty();
        assertThat(watch.successor(7, List.of(FULL, ABLE))).contains(ABLE);
    }

    @Test
    void whoWasAbleInBetweenWaitsAnew() {
        unable = "full";
        assertThat(watch.successor(7, List.of(ABLE))).isEmpty();
        unable = null;
        now.addAndGet(CandidateWatch.PATIENCE.toNanos());
        assertThat(watch.successor(7, List.of(ABLE))).isEmpty();
        unable = "full";
        assertThat(watch.successor(7, List.of(ABLE))).isEmpty();
    }

    @Test
    void whoBecomesActiveAgainWaitsAnew() {
        unable = "full";
        assertThat(watch.successor(7, List.of(ABLE))).isEmpty();
        now.addAndGet(CandidateWatch.PATIENCE.toNanos());
        assertThat(watch.successor(9, List.of(ABLE))).isEmpty();
        now.addAndGet(CandidateWatch.PATIENCE.toNanos());
        assertThat(watch.successor(9, List.of(ABLE))).contains(ABLE);
    }

    @Test
    void healthIsAWarningForStandbysAndAnErrorForTheActive() {
        assertThat(CandidateWatch.check("a", null, List.of(ABLE))).isEmpty();
        assertThat(CandidateWatch.check("a", null, List.of(ABLE, FULL)).orElseThrow()).satisfies(check -> {
            assertThat(check.severity()).isEqualTo(HealthCheck.Severity.WARNING);
            assertThat(check.detail()).containsExactly("manager c leads only if no other can: its disk is full");
        });
        assertThat(CandidateWatch.check("a", "full", List.of(FULL)).orElseThrow()).satisfies(check -> {
            assertThat(check.severity()).isEqualTo(HealthCheck.Severity.ERROR);
            assertThat(check.detail()).hasSize(2).first().isEqualTo("the active manager a: full");
        });
    }
}
