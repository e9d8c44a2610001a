package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.time.Instant;
import java.util.Map;

/**
 * The state of one daemon. Immutable: each report makes a new one.
 *
 * @param opening    its opening, with the metadata as it is now
 * @param openedAt   when its session was first opened
 * @param presence   whether it still reports
 * @param heardNanos when it last reported, or when its session ended, on the clock of {@link Clocks#nanos}
 * @param heardAt    the same time, for people
 * @param facts      what it reports besides its counters
 * @param samples    its counters
 */
public record DaemonState(DaemonOpening opening, Instant openedAt, Presence presence, long heardNanos, Instant heardAt,
        DaemonFacts facts, CounterSamples samples) {

    /** The presence of a daemon. */
    public enum Presence {
        /** Its session is open and it reports. */
        REPORTING,
        /** Its session is open, but no report has come for {@link DaemonSettings#silence}. */
        SILENT,
        /** Its connection broke. */
        LOST,
        /** The daemon closed its session itself. */
        CLOSED;

        /** Whether its session is over. */
        public boolean isOver() {
            return this == LOST || this == CLOSED;
        }
    }

    /** Whether a report has come since it first opened this session, so that its facts are what it holds. */
    public boolean hasReported() {
        return !samples.isEmpty();
    }

    public DaemonId id() {
        return opening.daemon();
    }

    public Map<String, String> metadata() {
        return opening.metadata();
    }

    /** A value of its metadata; empty if there is none. */
    public String metadata(String key) {
        return opening.metadata().getOrDefault(key, "");
    }

    /** The version of its software; empty if not reported. */
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
