package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.election.HistoryEntry;
import io.reeve.election.StepDown;
import io.reeve.store.ClusterLog;
import io.reeve.store.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which orders the next active still has to write into the cluster log. */
class OrderAuditTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final StepDown.Audit FAIL = new StepDown.Audit("b",
            "from='1.2.3.4:5' id='x' cmd='mgr fail': dispatch");

    private static HistoryEntry epoch(long epoch, StepDown.@Nullable Audit audit) {
        return new HistoryEntry(epoch, null, null, NOON.plusSeconds(epoch), null, "why", audit);
    }

    private static LogEntry line(long seq, String text) {
        return new LogEntry(seq, NOON.plusSeconds(seq), "mgr.b", ClusterLogChannel.AUDIT, ClusterLogPriority.INFO,
                text);
    }

    @Test
    void anOrderThatNobodyWroteIsWrittenWithItsEpoch() {
        assertThat(OrderAudit.missing(List.of(epoch(1, null), epoch(2, FAIL), epoch(3, null)), List.of()))
                .containsExactly(new StepDown.Audit("b", FAIL.line() + ", which began epoch 2"));
    }

    @Test
    void anOrderIsWrittenOnce() {
        List<HistoryEntry> history = List.of(epoch(2, FAIL), epoch(4, FAIL));
        String written = OrderAudit.missing(history, List.of()).getFirst().line();
        assertThat(OrderAudit.missing(history, List.of(line(1, written)))).extracting(StepDown.Audit::line)
                .containsExactly(FAIL.line() + ", which began epoch 4");
    }

    @Test
    void whatMayHaveLeftAFullLogIsNotWrittenAgain() {
        List<LogEntry> full = IntStream.rangeClosed(5, 4 + ClusterLog.KEPT).mapToObj(n -> line(n, "x")).toList();
        assertThat(OrderAudit.missing(List.of(epoch(2, FAIL), epoch(6, FAIL)), full)).extracting(StepDown.Audit::line)
                .containsExactly(FAIL.line() + ", which began epoch 6");
    }
}
