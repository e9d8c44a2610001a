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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All daemons, as their sessions report them. Confined to the writer's thread.
 *
 * <p>A daemon that comes back with the same gid keeps its samples; with another gid it has restarted, and its counters
 * begin anew.
 *
 * <p>Whether a daemon is alive is for its session alone to say: a daemon that was forgotten while its session stayed open
 * is kept aside with its facts, which it does not send again, and any sign of life brings it back.
 */
public final class DaemonRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonRegistry.class);

    /** The aspects of a daemon that can change. */
    public enum Aspect {
        METADATA, PRESENCE, COUNTERS, STATUS, HEALTH, GROUPS, FILESYSTEMS
    }

    private final Clocks time;
    private final DaemonTableWriter table = new DaemonTableWriter();
    private final Map<DaemonId, OpenSession> sessions = new HashMap<>();
    private final Map<DaemonId, Declared> declared = new HashMap<>();
    private final SharedSchemas schemas;
    private final KeptLimits limits;
    private final KeptBudget facts;
    private final KeptBudget samples;
    private final Map<PerfSchema, DaemonId> schemaOwners = new HashMap<>(); // schemas are equal if they are the same
    private final EnumSet<Aspect> changed = EnumSet.noneOf(Aspect.class);

    /** The counters of a session, and the schema that was made of them. */
    private record Declared(List<PerfCounter> counters, PerfSchema schema) {}

    /** The open session of a daemon. */
    private static final class OpenSession {
        private final long number;
        private final LongSupplier alive;
        private @Nullable DaemonState forgotten;

        private final Consumer<String> refused;

        /** @param alive the time of the last sign of life, on the clock of {@link Clocks#nanos} */
        OpenSession(long number, LongSupplier alive, Consumer<String> refused) {
            this.number = number;
            this.alive = alive;
            this.refused = refused;
        }
    }

    DaemonRegistry(Clocks time, SharedSchemas schemas, KeptLimits limits) {
        this.time = time;
        this.limits = limits;
        this.facts = new KeptBudget(limits.facts());
        this.samples = new KeptBudget(limits.samples());
        this.schemas = schemas;
    }

    /** Takes a new session; an older one of the same daemon is ignored from now on. */
    void opened(long session, DaemonOpening opening, LongSupplier alive, Consumer<String> refused) {
        DaemonId id = opening.daemon();
        Instant now = time.clock().instant();
        OpenSession older = sessions.put(id, new OpenSession(session, alive, refused));
        DaemonState listed = table.get(id);
        DaemonState before = listed == null && older != null ? older.forgotten : listed;
        if (listed == null && before != null) {
            changed.addAll(EnumSet.allOf(Aspect.class));
        }
        changed.add(Aspect.PRESENCE);
        if (before != null && before.opening().gid() == opening.gid()) {
            keep(listed, new DaemonState(opening, before.openedAt(), Presence.REPORTING, time.nanos().getAsLong(), now,
                    before.facts(), before.samples()));
            if (!before.opening().equals(opening)) {
                changed.add(Aspect.METADATA);
            }
            return;
        }
        keep(listed, new DaemonState(opening, now, Presence.REPORTING, time.nanos().getAsLong(), now, DaemonFacts.NONE,
                CounterSamples.NONE));
        changed.add(Aspect.METADATA);
        if (before != null) {
            changed.addAll(EnumSet.allOf(Aspect.class));
        }
    }

    void reported(long session, DaemonId id, DaemonReport report) {
        OpenSession open = sessions.get(id);
        DaemonState before = current(open, session, id);
        if (open == null || before == null) {
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
        put(open, before, before.heard(Presence.REPORTING, time.nanos().getAsLong(), now).with(facts, samples));
    }

    void metadata(long session, DaemonId id, Map<String, String> metadata) {
        OpenSession open = sessions.get(id);
        DaemonState before = current(open, session, id);
        if (open != null && before != null && !before.metadata().equals(metadata)) {
            put(open, before, before.withMetadata(metadata));
            changed.add(Aspect.METADATA);
        }
    }

    /** Keeps the new state of a daemon with an open session, and lists the daemon again if it was forgotten. */
    private void put(OpenSession open, DaemonState before, DaemonState state) {
        if (open.forgotten != null) {
            LOG.info("{} is listed again: its session is open and it gives a sign of life", state.id());
            open.forgotten = null;
            changed.addAll(EnumSet.allOf(Aspect.class));
            keep(null, state);
        } else {
            keep(before, state);
        }
    }

    /**
     * Keeps a state, and forgets the daemons that hold most until all states fit into their part of the heap.
     *
     * @param before the state of this daemon that is listed now
     */
    @SuppressWarnings("ReferenceEquality") // facts and openings that are the same object need no new estimate
    private void keep(@Nullable DaemonState before, DaemonState state) {
        table.put(state);
        boolean same = before != null && before.facts() == state.facts() && before.opening() == state.opening()
                && before.samples().schema() == state.samples().schema();
        if (!same) {
            disown(before, state.samples().schema());
            facts.set(state.id(), KeptSize.texts(state.metadata()) + KeptSize.facts(state.facts())
                    + owned(state.id(), state.samples().schema()));
        }
        if (before == null || before.samples().bytes() != state.samples().bytes()) {
            samples.set(state.id(), state.samples().bytes());
        }
        shed(facts, limits.facts(), "facts and counters");
        shed(samples, limits.samples(), "values of counters");
    }

    /** The size of a schema if the daemon was the first to declare it: the others that share it cost nothing more. */
    private long owned(DaemonId daemon, PerfSchema schema) {
        return schemaOwners.computeIfAbsent(schema, _ -> daemon).equals(daemon) ? schema.bytes() : 0;
    }

    @SuppressWarnings("ReferenceEquality") // schemas are shared
    private void disown(@Nullable DaemonState before, PerfSchema now) {
        if (before != null && before.samples().schema() != now
                && before.id().equals(schemaOwners.get(before.samples().schema()))) {
            schemaOwners.remove(before.samples().schema());
        }
    }

    /** The bytes of the heap that all daemons' facts and samples take. */
    long bytes() {
        return facts.total() + samples.total();
    }

    private void shed(KeptBudget budget, long limit, String what) {
        for (DaemonId most = budget.excess(); most != null; most = budget.excess()) {
            String why = "the " + what + " of all daemons take more than " + limit + " bytes of the heap (setting "
                    + limits.setting() + "), and those of " + most + " most of them: " + budget.of(most);
            LOG.warn("{} is forgotten: {}", most, why);
            OpenSession open = sessions.get(most);
            forget(most);
            if (open != null) {
                open.refused.accept(why);
            }
        }
    }

    /** Takes the end of a session; a service daemon that closes it itself is forgotten at once, as in Ceph. */
    void closed(long session, DaemonId id, boolean orderly) {
        DaemonState before = current(sessions.get(id), session, id);
        if (before == null) {
            return;
        }
        OpenSession ended = sessions.remove(id);
        if (ended != null && ended.forgotten != null) {
            forget(id); // its end is no news
            return;
        }
        if (orderly && before.opening().service()) {
            forget(before.id());
            return;
        }
        table.put(before.heard(orderly ? Presence.CLOSED : Presence.LOST, time.nanos().getAsLong(),
                time.clock().instant()));
        changed.add(Aspect.PRESENCE);
    }

    /**
     * Marks daemons that went silent, and forgets those that are long gone: service daemons that give no sign of life, and
     * others whose session is over unless {@code kept} holds for them. Those that gave one again are listed again.
     */
    public void tick(Duration silentAfter, Duration forgetAfter, Predicate<DaemonId> kept) {
        long now = time.nanos().getAsLong();
        for (DaemonState daemon : table.all()) {
            long age = now - daemon.heardNanos();
            boolean gone = daemon.opening().service()
                    || (daemon.presence().isOver() && !kept.test(daemon.id()));
            long unheard = Math.min(age, unheard(daemon.id(), now));
            if (gone && unheard > forgetAfter.toNanos()) {
                LOG.info("{} is forgotten: nothing was heard of it for {} s", daemon.id(), unheard / 1_000_000_000);
                hide(daemon);
            } else if (daemon.presence() == Presence.REPORTING && age > silentAfter.toNanos()) {
                table.put(daemon.withPresence(Presence.SILENT));
                changed.add(Aspect.PRESENCE);
            }
        }
        for (OpenSession open : sessions.values()) {
            DaemonState forgotten = open.forgotten;
            if (forgotten != null && now - open.alive.getAsLong() <= forgetAfter.toNanos()) {
                put(open, forgotten, forgotten.withPresence(Presence.SILENT));
            }
        }
    }

    /** The time since the last sign of life in the open session of a daemon; without one, for ever. */
    private long unheard(DaemonId daemon, long now) {
        OpenSession open = sessions.get(daemon);
        return open == null ? Long.MAX_VALUE : now - open.alive.getAsLong();
    }

    /** Forgets a daemon, but keeps its state aside while its session is open. */
    private void hide(DaemonState daemon) {
        OpenSession open = sessions.get(daemon.id());
        long factsHeld = facts.of(daemon.id());
        long samplesHeld = samples.of(daemon.id());
        forget(daemon.id());
        if (open != null) {
            facts.set(daemon.id(), factsHeld);
            samples.set(daemon.id(), samplesHeld);
            open.forgotten = daemon;
            sessions.put(daemon.id(), open);
        }
    }

    /** The aspects that changed since the last call; reading clears them. */
    public Set<Aspect> takeChanges() {
        EnumSet<Aspect> taken = EnumSet.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** Whether anything has changed since {@link #takeChanges} was last called. */
    public boolean hasChanges() {
        return !changed.isEmpty();
    }

    /** All daemons, for readers. */
    public DaemonTable table() {
        return table.table();
    }

    private void forget(DaemonId daemon) {
        sessions.remove(daemon);
        declared.remove(daemon);
        table.remove(daemon);
        facts.remove(daemon);
        samples.remove(daemon);
        schemaOwners.values().removeIf(daemon::equals);
        changed.addAll(EnumSet.allOf(Aspect.class));
    }

    private @Nullable DaemonState current(@Nullable OpenSession open, long session, DaemonId id) {
        if (open == null || open.number != session) {
            return null;
        }
        return open.forgotten == null ? table.get(id) : open.forgotten;
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

    /** The schema of these counters; found without a comparison if the session reports the same list as before. */
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
