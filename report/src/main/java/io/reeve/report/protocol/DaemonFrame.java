package io.reeve.report.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only a manager and a reporting daemon say to each other, after their hellos. */
public sealed interface DaemonFrame extends Frame {
    /**
     * Who is active; a manager says it right after its hello, and once more when it stops being active.
     *
     * @param epoch    of the active; without one the highest that the sender knows
     * @param self     whether the sender is the active: only then a daemon opens its session here
     * @param active   the active's report address, {@code HOST:PORT}; empty when nobody is active
     * @param managers the report addresses of all live managers
     */
    record Where(long epoch, boolean self, String active, List<String> managers) implements DaemonFrame {
        public Where {
            managers = List.copyOf(managers);
        }
    }

    /**
     * A daemon opens its session. Its gid stands in its hello.
     *
     * @param type     of daemon: {@code osd}, {@code host}, …
     * @param id       among those of its type
     * @param service  whether it is listed in the service map and culled when it goes silent
     * @param metadata facts about it
     */
    record Open(String type, String id, boolean service, Map<String, String> metadata) implements DaemonFrame {
        public Open {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * How the active wants reports; it answers an {@link Open}, and comes again at each change.
     *
     * @param period    milliseconds between two reports
     * @param threshold the least priority of the counters that are wanted
     */
    record Configure(long epoch, long period, int threshold) implements DaemonFrame {}

    /**
     * A report. Declarations hold for the session; they are counted from 0, and that number names a counter in
     * {@code undeclare}. What is null did not change since the session's report before.
     *
     * @param undeclare counters that are not reported any more, from this report on
     * @param declare   new counters, from this report on
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

    /** The whole metadata of the daemon, which changed. */
    record Update(Map<String, String> metadata) implements DaemonFrame {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * A command, in either direction.
     *
     * @param id      chosen by the sender; comes back in the reply
     * @param epoch   of the active, who sends or gets it
     * @param command {@code prefix} and arguments, or {@code words}
     * @param input   bytes that come along
     */
    @SuppressWarnings("ArrayRecordComponent") // given away with the record
    record Command(long id, long epoch, Map<String, Object> command, byte[] input) implements DaemonFrame {}

    /**
     * What came of a command.
     *
     * @param status 0, or a negative errno
     * @param out    its output
     * @param err    a remark for people, or the error
     */
    @SuppressWarnings("ArrayRecordComponent") // given away with the record
    record Reply(long id, long epoch, int status, byte[] out, String err) implements DaemonFrame {}

    /** The daemon ends its session; the manager sends it back. */
    record Close(long epoch) implements DaemonFrame {}
}
