package io.reeve.cluster;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import io.reeve.cluster.daemon.DaemonState;
import io.reeve.cluster.daemon.DaemonTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The cluster at one moment. Immutable and consistent. */
public final class Snapshot implements ClusterView {
    private final long number;
    private final DaemonTable daemons;
    private final Map<StatePart<?>, Object> parts;
    private final DataCatalog names;
    private final Map<String, DataCatalog.Cell> cells;

    Snapshot(DataCatalog names, @Nullable Snapshot before, DaemonTable daemons, Map<StatePart<?>, Object> parts) {
        this.number = before == null ? 1 : before.number + 1;
        this.daemons = daemons;
        this.parts = Map.copyOf(parts);
        this.names = names;
        this.cells = names.cells(this, before);
    }

    @Override
    public long number() {
        return number;
    }

    /** All daemons. */
    public DaemonTable daemons() {
        return daemons;
    }

    /** The value of a part; null until it is set. */
    public <T> @Nullable T part(StatePart<T> part) {
        return part.cast(parts.get(part));
    }

    /** Whether a part differs from the one in the other snapshot. */
    @SuppressWarnings("ReferenceEquality") // what has changed is another object: see StatePart
    public boolean differs(StatePart<?> part, Snapshot other) {
        return parts.get(part) != other.parts.get(part);
    }

    @Nullable
    Object rawPart(StatePart<?> part) {
        return parts.get(part);
    }

    DataCatalog.Cell cell(String name) {
        DataCatalog.Cell cell = cells.get(name);
        if (cell == null) {
            throw new IllegalArgumentException("no data is named '" + name + "'");
        }
        return cell;
    }

    @Override
    public @Nullable Object get(String name) {
        DataCatalog.Cell cell = cells.get(name);
        return cell == null ? names.withArgument(this, name) : cell.get(this);
    }

    @Override
    public SortedSet<String> names() {
        return names.all();
    }

    @Override
    public List<Server> servers() {
        return Servers.of(this).list();
    }

    @Override
    public Optional<Server> server(String hostname) {
        return Optional.ofNullable(Servers.of(this).byName().get(hostname));
    }

    @Override
    public Optional<Map<String, String>> metadata(String type, String id) {
        return daemon(type, id).map(DaemonState::metadata);
    }

    @Override
    public Optional<Map<String, String>> daemonStatus(String type, String id) {
        return daemon(type, id).map(d -> d.facts().status());
    }

    @Override
    public List<Sample> counter(String type, String id, String path) {
        return daemon(type, id).map(d -> d.samples().of(path)).orElse(List.of());
    }

    @Override
    public Optional<Sample> latest(String type, String id, String path) {
        return daemon(type, id).map(d -> d.samples().latest(path));
    }

    @Override
    public SortedMap<String, Map<String, PerfCounter>> perfSchema(String type, String id) {
        return Collections.unmodifiableSortedMap(PerfTables.schema(daemons, type, id));
    }

    @Override
    public SortedMap<String, Map<String, CounterValue>> perfCounters(int priority, List<String> types) {
        return Collections.unmodifiableSortedMap(PerfTables.values(daemons, priority, types));
    }

    @Override
    public List<DaemonCounters> daemonCounters(List<String> types) {
        return PerfTables.lazy(daemons, types);
    }

    private Optional<DaemonState> daemon(String type, String id) {
        return DaemonId.isValid(type, id) ? Optional.ofNullable(daemons.get(new DaemonId(type, id))) : Optional.empty();
    }
}
