package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The receiver of what reporting daemons send in their sessions. Never blocks: the one writer of the cluster's state
 * applies it, in the order of the calls of a session. Any thread may call; each session is called by one thread at a time.
 */
public interface DaemonReports {
    /**
     * A new session of a daemon. It ends an older session of the same daemon: whatever that still reports is ignored.
     */
    Session open(DaemonOpening opening);

    /** The settings in force. */
    DaemonSettings settings();

    /** The period at which daemons report now: as set, or longer while the manager is overloaded. */
    Duration period();

    /**
     * The longest time between two reports of a healthy daemon: {@link #period}, or the previous one if that was longer,
     * until the change has reached all daemons.
     */
    Duration expected();

    /**
     * The one list that all daemons share which declare these counters. Sessions should keep it and report with it, so that
     * ten thousand daemons do not keep ten thousand copies.
     */
    List<PerfCounter> shared(List<PerfCounter> counters);

    /** Adds a listener for changes of {@link #period} or of the threshold. It may run on any thread and must not block. */
    void onConfigure(Runnable listener);

    /** Reports how late the sessions' threads are, twice a second; if they stay late the period is raised. On any thread. */
    void late(Duration by);

    /** One daemon's open session. */
    interface Session {
        /** A report of the daemon. */
        void report(DaemonReport report);

        /** A sign of life that is no report, such as a ping: a daemon that gives any is not forgotten. */
        void alive();

        /**
         * Sets the listener that is told, with the reason, when the state has no room for this daemon. It has forgotten the
         * daemon then, and ignores the session. The listener may be called on any thread and must not block.
         */
        void onRefusal(Consumer<String> listener);

        /** The daemon's metadata after a change, all of it. */
        void metadata(Map<String, String> metadata);

        /** The end of the session: {@code orderly} if the daemon announced it, else its connection broke. */
        void close(boolean orderly);
    }
}
