package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inputs of one data name: a snapshot of which only the declared parts can be read. */
public final class DataInputs {
    private final Snapshot snapshot;
    private final String reader;
    private final Set<StatePart<?>> declared;

    DataInputs(Snapshot snapshot, DataName name) {
        this.snapshot = snapshot;
        this.reader = name.name();
        this.declared = name.inputs();
    }

    /**
     * The value of a part; null until it is set.
     *
     * @throws IllegalStateException if the name does not declare this part
     */
    public <T> @Nullable T part(StatePart<T> part) {
        require(part);
        return snapshot.part(part);
    }

    /** The daemons. Only what the declared parts cover should be read of them: see {@link DaemonParts}. */
    public DaemonTable daemons() {
        if (declared.stream().noneMatch(DaemonParts.ALL::contains)) {
            throw new IllegalStateException("'" + reader + "' reads daemons but declares none of their parts");
        }
        return snapshot.daemons();
    }

    /**
     * The data of another name; made at most once for all names that use it.
     *
     * @throws IllegalStateException if it is made from parts that this name does not declare
     */
    public Object made(DataName other) {
        other.inputs().forEach(this::require);
        return snapshot.cell(other.name()).required(snapshot);
    }

    private void require(StatePart<?> part) {
        if (!declared.contains(part)) {
            throw new IllegalStateException("'" + reader + "' reads part " + part + " without declaring it");
        }
    }
}
