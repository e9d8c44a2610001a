package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.cluster.daemon.DaemonState.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All daemons, as their sessions tell. Of one thread alone: the writer's.
 *
 * <p>A daemon that comes back with the same gid keeps its samples; with another gid it has restarted, and its counters
 * begin anew.
 */
public final class DaemonRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonRegistry.class);

    /** What can change of a daemon. */
    public enum Aspect {
        METADATA, PRESENCE, COUNTERS, STATUS, HEALTH, GROUPS, FILESYSTEMS
    }

    private final Clocks time;
    private final DaemonTableWriter table = new DaemonTableWriter();
    private final Map<DaemonId, Long> sessions = new HashMap<>();
    private final Map<DaemonId, Declared> declared = new HashMap<>();
    private final SharedSchemas schemas;
    private final EnumSet<Aspect> changed = EnumSet.noneOf(Aspect.class);

    /** The counters of a session as its reports name them, and what they were made. */
    private record Declared(List<PerfCounter> counters, PerfSchema schema) {}

    DaemonRegistry(Clocks time, SharedSchemas schemas) {
        this.time = time;
        this.schemas = schemas;
    }

    /** A session opened; an older one of the same daemon counts no more. */
    void opened(long session, DaemonOpening opening) {
        DaemonId id = opening.daemon();
        Instant now = time.clock().instant();
        DaemonState before = table.get(id);
        sessions.put(id, session);
        changed.add(Aspect.PRESENCE);
        if (before != null && before.opening().gid() == opening.gid()) {
            table.put(new DaemonState(opening, before.openedAt(), Presence.REPORTING, time.nanos().getAsLong(), now,
                    before.facts(), before.samples()));
            if (!before.opening().equals(opening)) {
                changed.add(Aspect.METADATA);
            }
            return;
        }
        table.put(new DaemonState(opening, now, Presence.REPORTING, time.nanos().getAsLong(), now, DaemonFacts.NONE,
                CounterSamples.NONE));
        changed.add(Aspect.METADATA);
        if (before != null) {
            changed.addAll(EnumSet.allOf(Aspect.class));
        }
    }

    void reported(long session, DaemonId id, DaemonReport report) {
        DaemonState before = current(session, id);
        if (before == null) {
            return;
        }
        PerfSchema schema = schema(id, report.schema());
        if (schema.width() != report.values().length) {
            LOG.warn("a report of {} is ignored: {} numbers for counters that take {}", id, report.values().length,
                    schema.width());
            return;
        }
        Instant now = time.clock().instant();
        DaemonFacts facts = before.facts().with(report, now);
        CounterSamples samples = before.samples().with(seconds(now), schema, report.values());
        note(before.facts(), facts);
        changed.add(Aspect.COUNTERS);
        if (before.presence() != Presence.REPORTING) {
            changed.add(Aspect.PRESENCE);
        }
        table.put(before.heard(Presence.REPORTING, time.nanos().getAsLong(), now).with(facts, samples));
    }

    void metadata(long session, DaemonId id, Map<String, String> metadata) {
        DaemonState before = current(session, id);
        if (before != null && !before.metadata().equals(metadata)) {
            table.put(before.withMetadata(metadata));
            changed.add(Aspect.METADATA);
        }
    }

    /** A session is over; a service daemon that says so is forgotten at once, as in Ceph. */
    void closed(long session, DaemonId id, boolean orderly) {
        DaemonState before = current(session, id);
        if (before == null) {
            return;
        }
        sessions.remove(id);
        if (orderly && before.opening().service()) {
            forget(before);
            return;
        }
        table.put(before.heard(orderly ? Presence.CLOSED : Presence.LOST, time.nanos().getAsLong(),
                time.clock().instant()));
        changed.add(Aspect.PRESENCE);
    }

    /**
     * Marks who went silent, and forgets who is long gone: service daemons that say nothing, and others whose session is
     * over, unless somebody keeps them.
     */
    public void tick(Duration silentAfter, Duration forgetAfter, Predicate<DaemonId> kept) {
        long now = time.nanos().getAsLong();
        for (DaemonState daemon : table.all()) {
            long age = now - daemon.heardNanos();
            boolean gone = daemon.opening().service()
                    || (daemon.presence().isOver() && !kept.test(daemon.id()));
            if (gone && age > forgetAfter.toNanos()) {
                LOG.info("{} is forgotten: nothing was heard of it for {} s", daemon.id(), age / 1_000_000_000);
                forget(daemon);
            } else if (daemon.presence() == Presence.REPORTING && age > silentAfter.toNanos()) {
                table.put(daemon.withPresence(Presence.SILENT));
                changed.add(Aspect.PRESENCE);
            }
        }
    }

    /** What changed since this was last asked. */
    public Set<Aspect> takeChanges() {
        EnumSet<Aspect> taken = EnumSet.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** Whether anything changed since {@link #takeChanges} was last asked. */
    public boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** All of them, for readers. */
    public DaemonTable table() {
        return table.table();
    }

    private void forget(DaemonState daemon) {
        sessions.remove(daemon.id());
        declared.remove(daemon.id());
        table.remove(daemon.id());
        changed.addAll(EnumSet.allOf(Aspect.class));
    }

    private @Nullable DaemonState current(long session, DaemonId id) {
        return Objects.equals(sessions.get(id), session) ? table.get(id) : null;
    }

    @SuppressWarnings("ReferenceEquality") // the same object when a report has counters alone
    private void note(DaemonFacts before, DaemonFacts now) {
        if (before == now) {
            return;
        }
        if (!before.status().equals(now.status()) || !before.taskStatus().equals(now.taskStatus())) {
            changed.add(Aspect.STATUS);
        }
        if (!before.health().equals(now.health())) {
            changed.add(Aspect.HEALTH);
        }
        if (!before.groups().equals(now.groups())) {
            changed.add(Aspect.GROUPS);
        }
        if (!Objects.equals(before.filesystem(), now.filesystem())) {
            changed.add(Aspect.FILESYSTEMS);
        }
    }

    /** The schema of these counters; found without comparing while the session says that they are the same. */
    @SuppressWarnings("ReferenceEquality") // the same object says that nothing was declared: see DaemonReport
    private PerfSchema schema(DaemonId id, List<PerfCounter> counters) {
        Declared last = declared.get(id);
        if (last != null && last.counters() == counters) {
            return last.schema();
        }
        PerfSchema schema = schemas.of(counters);
        declared.put(id, new Declared(counters, schema));
        return schema;
    }

    private static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }
}
