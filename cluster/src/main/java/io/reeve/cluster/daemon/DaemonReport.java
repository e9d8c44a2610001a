package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One report of one daemon. A null component has not changed since the last report of this session.
 *
 * @param schema       the counters of this session in the order of {@code values}; the same object as in the report
 *                     before while nothing was declared or undeclared
 * @param values       the numbers of all counters, one after the other, {@link PerfCounter#width} each; belongs to the
 *                     receiver and is never changed again
 * @param status       of the daemon: what {@code service status} shows
 * @param taskStatus   the state of each of its tasks
 * @param health       its health metrics
 * @param groups       the placement groups that a storage daemon holds
 * @param filesystem   the state of an mds
 */
@SuppressWarnings("ArrayRecordComponent") // owned by the record: the values of ten thousand daemons are not copied
public record DaemonReport(List<PerfCounter> schema, long[] values, @Nullable Map<String, String> status,
        @Nullable Map<String, String> taskStatus, @Nullable List<HealthMetric> health,
        @Nullable List<PlacementGroup> groups, @Nullable FilesystemRole filesystem) {

    /**
     * A number by which a daemon describes its health.
     *
     * @param type   {@code SLOW_OPS}, which raises a check; others, such as {@code PENDING_CREATING_PGS}, are only kept and shown
     * @param count  the number of operations or placement groups
     * @param oldest the age of the oldest slow operation in seconds; else 0
     */
    public record HealthMetric(String type, long count, long oldest) {}

    /**
     * A placement group on a storage daemon.
     *
     * @param pgid    its id
     * @param state   for example {@code active+clean}
     * @param objects the number of objects in it
     * @param bytes   the size of these objects
     */
    public record PlacementGroup(PgId pgid, String state, long objects, long bytes) {
        /**
         * A placement group whose id is a text.
         *
         * @throws IllegalArgumentException if that is none
         */
        public PlacementGroup(String pgid, String state, long objects, long bytes) {
            this(PgId.of(pgid), state, objects, bytes);
        }
    }

    /**
     * The role of an mds.
     *
     * @param filesystem the name of its file system; empty for a standby
     * @param rank       its rank in the file system; -1 for a standby
     * @param state      {@code up:active}, {@code up:standby}, …
     */
    public record FilesystemRole(String filesystem, int rank, String state) {}
}
