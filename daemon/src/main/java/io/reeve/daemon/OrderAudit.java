package io.reeve.daemon;

import io.reeve.election.HistoryEntry;
import io.reeve.election.StepDown;
import io.reeve.store.ClusterLog;
import io.reeve.store.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the orders that the cluster log has not got: {@code mgr fail} and {@code mgr set down} that a standby answered are in
 * the history's entry of the epoch that they began, and the next active writes them. Each comes once, also if an active dies
 * before it has written them.
 */
final class OrderAudit {
    private OrderAudit() {}

    /**
     * @param history the last epochs, the newest last
     * @param log     all lines that are kept
     * @return what is to be written, the oldest first
     */
    static List<StepDown.Audit> missing(List<HistoryEntry> history, List<LogEntry> log) {
        Set<String> written = log.stream().map(LogEntry::message).collect(Collectors.toSet());
        // In a full log, what is not there may have been there.
        Instant known = log.size() < ClusterLog.KEPT ? Instant.MIN : log.getFirst().stamp();
        return history.stream()
                .filter(entry -> !entry.since().isBefore(known))
                .map(OrderAudit::line)
                .filter(Objects::nonNull)
                .filter(order -> !written.contains(order.line()))
                .toList();
    }

    private static StepDown.@org.jspecify.annotations.Nullable Audit line(HistoryEntry entry) {
        StepDown.Audit order = entry.audit();
        return order == null
                ? null
                : new StepDown.Audit(order.by(), order.line() + ", which began epoch " + entry.epoch());
    }
}
