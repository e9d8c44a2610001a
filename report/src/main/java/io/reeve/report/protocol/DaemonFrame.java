package io.reeve.report.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frames that only a manager and a reporting daemon exchange, after their hellos. */
public sealed interface DaemonFrame extends Frame {
    /**
     * The place of the active manager. A manager sends it right after its hello, and again when it stops being active.
     *
     * @param epoch    the epoch of the active; without an active, the highest that the sender knows
     * @param self     whether the sender is the active manager: only then does a daemon open its session here
     * @param active   the active's report address, {@code HOST:PORT}; empty when nobody is active
     * @param managers the report addresses of all live managers
     */
    record Where(long epoch, boolean self, String active, List<String> managers) implements DaemonFrame {
        public Where {
            managers = List.copyOf(managers);
        }
    }

    /**
     * The opening of a daemon's session. The gid is in the daemon's hello.
     *
     * @param type     the type of daemon: {@code osd}, {@code host}, …
     * @param id       the id among the daemons of that type
     * @param service  whether it is listed in the service map, and removed when it stops reporting
     * @param metadata facts about the daemon
     */
    record Open(String type, String id, boolean service, Map<String, String> metadata) implements DaemonFrame {
        public Open {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * The active manager's settings for reports: the answer to an {@link Open}, and sent again at each change.
     *
     * @param period    the time between two reports, in milliseconds
     * @param threshold the lowest priority of counters to report
     * @param managers  the report addresses of all live managers; empty if the sender does not say
     */
    record Configure(long epoch, long period, int threshold, List<String> managers) implements DaemonFrame {
        public Configure {
            managers = List.copyOf(managers);
        }

        public Configure(long epoch, long period, int threshold) {
            this(epoch, period, threshold, List.of());
        }
    }

    /**
     * A report. Declarations hold for the session. They are numbered from 0, and {@code undeclare} names counters by
     * that number. A part that is null has not changed since the previous report of the session.
     *
     * @param undeclare the counters that are no longer reported, from this report on
     * @param declare   the new counters, from this report on
     * @param values    the numbers of all counters that are declared now, in the order of their numbers,
     *                  {@link CounterSpec#width} each
     */
    @SuppressWarnings("ArrayRecordComponent") // given away with the record
    record Report(List<Integer> undeclare, List<CounterSpec> declare, long[] values,
            @Nullable Map<String, String> status, @Nullable Map<String, String> tasks,
            @Nullable List<HealthMetric> health, @Nullable List<PlacementGroup> groups,
            @Nullable FilesystemRole filesystem) implements DaemonFrame {
        public Report {
            undeclare = List.copyOf(undeclare);
            declare = List.copyOf(declare);
        }
    }

    /** The whole metadata of a daemon, sent when it has changed. */
    record Update(Map<String, String> metadata) implements DaemonFrame {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * A command, in either direction.
     *
     * @param id      a number chosen by the sender, repeated in the reply
     * @param epoch   the epoch of the active manager that sends or receives it
     * @param command {@code prefix} and arguments by name, or {@code words}
     * @param input   the input bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // given away with the record
    record Command(long id, long epoch, Map<String, Object> command, byte[] input) implements DaemonFrame {}

    /**
     * The reply to a command.
     *
     * @param status 0 for success, or the negative number of a Linux errno
     * @param out    the output
     * @param err    a remark for people, or the error text
     */
    @SuppressWarnings("ArrayRecordComponent") // given away with the record
    record Reply(long id, long epoch, int status, byte[] out, String err) implements DaemonFrame {}

    /** The end of a session, sent by the daemon and confirmed by the manager with the same frame. */
    record Close(long epoch) implements DaemonFrame {}
}
