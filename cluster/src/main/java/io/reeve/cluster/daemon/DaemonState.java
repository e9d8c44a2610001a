package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of one daemon; a new one for each report.
 *
 * @param opening    what it said when it opened its session, the metadata as it is now
 * @param openedAt   when that was
 * @param presence   whether it still reports
 * @param heardNanos when it last said something, or when its session ended, on the clock of {@link Clocks#nanos}
 * @param heardAt    the same on the clock for people
 * @param facts       what it says that changes seldom
 * @param samples    its counters
 */
public record DaemonState(DaemonOpening opening, Instant openedAt, Presence presence, long heardNanos, Instant heardAt,
        DaemonFacts facts, CounterSamples samples) {

    /** Whether a daemon is there. */
    public enum Presence {
        /** Its session is open and it reports. */
        REPORTING,
        /** Its session is open, but no report came for long. */
        SILENT,
        /** Its connection broke. */
        LOST,
        /** It said that it goes. */
        CLOSED;

        /** Whether its session is over. */
        public boolean isOver() {
            return this == LOST || this == CLOSED;
        }
    }

    public DaemonId id() {
        return opening.daemon();
    }

    public Map<String, String> metadata() {
        return opening.metadata();
    }

    /** A fact about it; empty if it did not say. */
    public String metadata(String key) {
        return opening.metadata().getOrDefault(key, "");
    }

    /** The version of its software; empty if it did not say. */
    public String version() {
        String ceph = metadata("ceph_version");
        return ceph.isEmpty() ? metadata("version") : ceph;
    }

    DaemonState heard(Presence now, long nanos, Instant at) {
        return new DaemonState(opening, openedAt, now, nanos, at, facts, samples);
    }

    DaemonState withPresence(Presence now) {
        return heard(now, heardNanos, heardAt);
    }

    DaemonState with(DaemonFacts facts, CounterSamples newer) {
        return new DaemonState(opening, openedAt, presence, heardNanos, heardAt, facts, newer);
    }

    DaemonState withMetadata(Map<String, String> metadata) {
        DaemonOpening now = new DaemonOpening(opening.daemon(), opening.gid(), opening.service(), metadata,
                opening.address());
        return new DaemonState(now, openedAt, presence, heardNanos, heardAt, facts, samples);
    }
}
