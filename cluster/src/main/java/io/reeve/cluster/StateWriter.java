package io.reeve.cluster;

import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.DaemonRegistry;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.daemon.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state while it changes. Confined to the writer's thread, except for {@link #snapshot}. */
final class StateWriter implements ClusterState.Setter {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);

    private final Clocks time;
    private final Inbox reports;
    private final DaemonRegistry daemons;
    private final DataCatalog names;
    private final List<Contributor> contributors = new ArrayList<>();
    private final Map<StatePart<?>, Object> parts = new HashMap<>();
    private volatile Snapshot current;
    private boolean dirty;
    private long changes;

    /**
     * @param firstService the first epoch of the service map; higher than any of an earlier active
     */
    StateWriter(long firstService, Clocks time, Inbox reports, List<DataName> more, List<Contributor> others) {
        this.time = time;
        this.reports = reports;
        this.daemons = reports.daemons();
        List<DataName> all = new ArrayList<>(more);
        all.add(Servers.DATA);
        this.names = new DataCatalog(all);
        contributors.add(new ServiceEpochs(firstService));
        contributors.addAll(others);
        this.current = new Snapshot(names, null, DaemonTable.EMPTY, parts);
        this.dirty = true;
    }

    Snapshot snapshot() {
        return current;
    }

    @Override
    public <T> void set(StatePart<T> part, T value) {
        parts.put(part, value);
        dirty = true;
    }

    @Override
    public void configure(DaemonSettings settings) {
        reports.configure(settings);
    }

    boolean hasChanges() {
        return dirty || daemons.hasChanges();
    }

    /** Finds silent daemons and overload, and has contributors asked. To be called every second. */
    void tick() {
        reports.tick();
        DaemonSettings settings = reports.settings();
        Duration silent = settings.silence(reports.expected());
        Duration forget = settings.serviceGrace().compareTo(silent) >= 0 ? settings.serviceGrace() : silent;
        daemons.tick(silent, forget,
                daemon -> contributors.stream().anyMatch(c -> c.keeps(daemon)));
        dirty = true;
    }

    /** Makes the next snapshot; null if nothing differs. */
    @Nullable
    Snapshot publish() {
        dirty = false;
        boolean heard = daemons.hasChanges();
        daemons.takeChanges().forEach(kind -> parts.put(DaemonParts.of(kind), ++changes));
        Next next = new Next(heard ? daemons.table() : current.daemons());
        for (Contributor contributor : contributors) {
            try {
                contributor.contribute(next);
            } catch (RuntimeException e) { // the rest of the state goes on
                LOG.error("{} has failed", contributor.getClass().getSimpleName(), e);
            }
        }
        next.open = false;
        if (!heard && !next.differs()) {
            return null;
        }
        Snapshot made = new Snapshot(names, current, next.table, parts);
        current = made;
        return made;
    }

    /** The snapshot that is being made. */
    private final class Next implements SnapshotDraft {
        private final DaemonTable table;
        private final Instant instant = time.clock().instant();
        private boolean open = true;

        Next(DaemonTable table) {
            this.table = table;
        }

        boolean differs() {
            return parts.keySet().stream().anyMatch(this::changed);
        }

        @Override
        public DaemonTable daemons() {
            return table;
        }

        @Override
        public <T> @Nullable T part(StatePart<T> part) {
            return part.cast(parts.get(part));
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // what has changed is another object: see StatePart
        public boolean changed(StatePart<?> part) {
            return parts.get(part) != current.rawPart(part);
        }

        @Override
        public <T> void set(StatePart<T> part, T value) {
            if (!open) {
                throw new IllegalStateException("part " + part + " is set after the call of contribute() has returned");
            }
            parts.put(part, value);
        }

        @Override
        public Instant instant() {
            return instant;
        }
    }
}
