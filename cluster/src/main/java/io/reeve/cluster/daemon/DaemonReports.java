package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the sessions of reporting daemons put what they hear. Never blocks: what is told is applied by the one writer
 * of the cluster's state, in the order of the calls of one session. Any thread may call; one session is called by one
 * thread at a time.
 */
public interface DaemonReports {
    /**
     * A daemon opened its session. An older session of the same daemon is over with this: what it still tells is
     * ignored.
     */
    Session open(DaemonOpening opening);

    /** How it is set up now. */
    DaemonSettings settings();

    /** How often daemons are to report now: as set, but more seldom while the manager is overloaded. */
    Duration period();

    /**
     * How far apart reports may still come: {@link #period}, or what it was before it became shorter, until that has
     * reached all daemons.
     */
    Duration expected();

    /**
     * The same counters, as one list for all daemons that declared them: what sessions should hold on to and report with,
     * so that ten thousand daemons do not keep ten thousand copies.
     */
    List<PerfCounter> shared(List<PerfCounter> counters);

    /** Runs the listener whenever {@link #period} or the threshold changed; on any thread, shortly. */
    void onConfigure(Runnable listener);

    /** The sessions' threads are so late; to be told twice a second, as load that may raise the period. On any thread. */
    void late(Duration by);

    /** One daemon's open session. */
    interface Session {
        /** The daemon reports. */
        void report(DaemonReport report);

        /** The daemon's metadata changed: this is the whole of it. */
        void metadata(Map<String, String> metadata);

        /** The session is over; {@code orderly} when the daemon said so, else its connection broke. */
        void close(boolean orderly);
    }
}
