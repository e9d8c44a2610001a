package io.reeve.cluster;

import io.reeve.cluster.daemon.DaemonTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the data of a name is made from: a snapshot, of which only the declared parts can be read. */
public final class DataInputs {
    private final Snapshot snapshot;
    private final String reader;
    private final Set<Part<?>> declared;

    DataInputs(Snapshot snapshot, DataName name) {
        this.snapshot = snapshot;
        this.reader = name.name();
        this.declared = name.inputs();
    }

    /**
     * A part; null while it was not set.
     *
     * @throws IllegalStateException if the name did not declare that it reads it
     */
    public <T> @Nullable T part(Part<T> part) {
        require(part);
        return snapshot.part(part);
    }

    /** The daemons, of which only that should be read whose parts were declared: see {@link DaemonParts}. */
    public DaemonTable daemons() {
        if (declared.stream().noneMatch(DaemonParts.ALL::contains)) {
            throw new IllegalStateException("'" + reader + "' reads daemons but declares none of their parts");
        }
        return snapshot.daemons();
    }

    /**
     * The data of another name, made at most once for all that use it.
     *
     * @throws IllegalStateException if it is made from parts that this name did not declare
     */
    public Object made(DataName other) {
        other.inputs().forEach(this::require);
        return snapshot.cell(other.name()).required(snapshot);
    }

    private void require(Part<?> part) {
        if (!declared.contains(part)) {
            throw new IllegalStateException("'" + reader + "' reads part " + part + " without declaring it");
        }
    }
}
