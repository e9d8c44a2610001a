package io.reeve.store.health;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.HealthCheck;
import io.reeve.api.MgrException;
import io.reeve.api.NotActiveException;
import io.reeve.election.ClusterPaths;
import io.reeve.election.FencedWriter;
import io.reeve.election.FencedWriter.ConflictException;
import io.reeve.store.NodeReads;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health checks of all owners (modules by name, and {@code mgr}), in memory and in ZooKeeper, so that they survive a
 * failover.
 *
 * <p>On a standby the memory follows ZooKeeper. On the active the memory is authoritative: {@link #set} changes it at once,
 * and one thread writes the latest checks of each owner that differ from ZooKeeper. Checks that an earlier active stored
 * for an enabled owner are kept until that owner's first set, at most 60 s; those of other owners are removed at once.
 * All methods may be called from any thread; none blocks but {@link #start}.
 *
 * <pre>
 * following ZooKeeper  → attach →  active: stored checks are read, then set by their owners
 *                      ← detach ←
 * </pre>
 */
public final class HealthStore implements AutoCloseable {
    /** The owner of the manager's own checks. */
    public static final String MGR = "mgr";

    /** The owner of the checks of the cluster: of its maps and daemons. No module can have this name. */
    public static final String CLUSTER = "_cluster";

    /** The time for which the checks of an earlier active are kept if their owner sets none. */
    public static final Duration INHERITANCE = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(HealthStore.class);
    private static final long TICK_MILLIS = 200;

    private final HealthNodes nodes;
    private final PersistentWatcher watch;
    private final LongSupplier nanoTime;
    private final List<Consumer<HealthChange>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("health-store").unstarted(this::run);
    private final Semaphore work = new Semaphore(0);
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final TreeMap<String, List<HealthCheck>> checks = new TreeMap<>();

    /** The checks in ZooKeeper, as far as known. */
    @GuardedBy("lock")
    private Map<String, List<HealthCheck>> stored = Map.of();

    @GuardedBy("lock")
    private @Nullable Activation activation;

    @GuardedBy("lock")
    private boolean loadDue = true;

    private volatile boolean loaded;

    /** The checks that listeners were last called with. Confined to the thread. */
    private SortedMap<String, List<HealthCheck>> announced = new TreeMap<>();

    /** The state during one leadership; guarded by the lock, except for the first two fields. */
    private static final class Activation {
        private final FencedWriter writer;
        private final Set<String> enabled;
        private final long until;
        private final Set<String> spoken = new HashSet<>();
        private boolean loaded;
        private boolean expired;

        private Activation(FencedWriter writer, Set<String> enabled, long until) {
            this.writer = writer;
            this.enabled = Set.copyOf(enabled);
            this.until = until;
        }
    }

    /** @param nanoTime a monotonic clock in nanoseconds, for {@link #INHERITANCE} */
    public HealthStore(CuratorFramework client, ClusterPaths paths, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nodes = new HealthNodes(new NodeReads(client), paths);
        this.watch = new PersistentWatcher(client, paths.health(), true);
        watch.getListenable().addListener(_ -> changed());
        watch.getResetListenable().addListener(this::changed);
    }

    /** Starts to read the stored checks and to follow them. Does not wait. */
    public void start() {
        thread.start();
        watch.start();
    }

    /** Whether the stored checks have been read once; for tests. */
    boolean isLoaded() {
        return loaded;
    }

    /** Adds a listener for changes of the checks, except for the first load. It runs on the store's thread and must not block. */
    public void onChange(Consumer<HealthChange> listener) {
        listeners.add(listener);
    }

    /** The checks of each owner that has some. */
    public SortedMap<String, List<HealthCheck>> all() {
        synchronized (lock) {
            return new TreeMap<>(checks);
        }
    }

    /** Begins a leadership: the stored checks of enabled owners are inherited, and this manager writes from now on. */
    public void attach(FencedWriter writer, Set<String> enabledOwners) {
        synchronized (lock) {
            activation = new Activation(writer, enabledOwners, nanoTime.getAsLong() + INHERITANCE.toNanos());
        }
        changed();
    }

    /**
     * Waits until the stored checks of the earlier active are in {@link #all}, which until then has what this manager saw as a
     * standby.
     *
     * @return false if they are not within the limit, or no leadership has begun
     */
    public boolean awaitInherited(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (activation != null && !activation.loaded) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
            }
            return activation != null;
        }
    }

    /** Ends a leadership: the memory follows ZooKeeper again. */
    public void detach() {
        synchronized (lock) {
            activation = null;
            lock.notifyAll();
        }
        changed();
    }

    /**
     * Replaces the checks of an owner; an empty collection clears them. Long details are cut, and so are more than 200
     * checks. The checks are in {@link #all} at once and stored later; a frozen manager stores them when it is thawed.
     *
     * @throws NotActiveException if no writer is attached
     */
    public void set(String owner, Collection<HealthCheck> newChecks) {
        if (!owner.equals(CLUSTER) && !owner.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}")) {
            throw new IllegalArgumentException("owner '" + owner + "' of health checks is not the name of a module");
        }
        List<HealthCheck> trimmed = HealthCodec.trim(newChecks);
        if (trimmed.size() < newChecks.size()) {
            log.warn("{} set {} health checks, only {} are kept: use one with a count and details", owner,
                    newChecks.size(),
                    trimmed.size());
        }
        synchronized (lock) {
            if (activation == null) {
                throw new NotActiveException(
                        "the health checks of " + owner + " were not set: this manager is not active");
            }
            activation.spoken.add(owner);
            remember(owner, trimmed);
        }
        work.release();
    }

    /** Whether everything that was set is in ZooKeeper; for tests. */
    boolean isFlushed() {
        synchronized (lock) {
            return activation != null && activation.loaded && unwritten() == null;
        }
    }

    @GuardedBy("lock")
    private void remember(String owner, List<HealthCheck> some) {
        if (some.isEmpty()) {
            checks.remove(owner);
        } else {
            checks.put(owner, some);
        }
    }

    private void changed() {
        synchronized (lock) {
            loadDue = true;
        }
        work.release();
    }

    private void run() {
        try {
            while (true) {
                try {
                    tick();
                } catch (MgrException | ConflictException e) {
                    log.debug("health checks were not read or written, and wait", e);
                } catch (RuntimeException e) {
                    log.error("health checks were not read or written, and wait", e);
                }
                tell();
                awaitWork();
            }
        } catch (InterruptedException e) {
            log.debug("closed");
        }
    }

    private void awaitWork() throws InterruptedException {
        if (work.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    private void tick() throws InterruptedException, ConflictException {
        if (isLoadDue()) {
            load();
        }
        expire();
        for (Unwritten next = nextUnwritten(); next != null; next = nextUnwritten()) {
            write(next);
        }
    }

    private boolean isLoadDue() {
        synchronized (lock) {
            boolean due = loadDue && (activation == null || !activation.loaded);
            loadDue = false;
            return due;
        }
    }

    private void load() throws InterruptedException {
        Activation during = activation();
        Map<String, List<HealthCheck>> read;
        try {
            read = nodes.read();
            synchronized (lock) {
                if (during != null ? !during.equals(activation) : activation != null) {
                    loadDue = true;
                    return;
                }
                stored = read;
                take(read);
            }
        } catch (MgrException e) {
            changed();
            throw e;
        }
        if (!loaded) {
            announced = new TreeMap<>(read);
            loaded = true;
        }
    }

    private @Nullable Activation activation() {
        synchronized (lock) {
            return activation;
        }
    }

    @GuardedBy("lock")
    private void take(Map<String, List<HealthCheck>> read) {
        Set<String> owners = new HashSet<>(checks.keySet());
        owners.addAll(read.keySet());
        for (String owner : owners) {
            if (activation == null || inherits(activation, owner)) {
                remember(owner, read.getOrDefault(owner, List.of()));
            } else if (!activation.spoken.contains(owner)) {
                remember(owner, List.of());
            }
        }
        if (activation != null) {
            activation.loaded = true;
            lock.notifyAll();
        }
    }

    private static boolean inherits(Activation activation, String owner) {
        return !activation.expired && !activation.spoken.contains(owner)
                && (owner.equals(MGR) || owner.equals(CLUSTER) || activation.enabled.contains(owner));
    }

    /** Removes inherited checks that their owner has not set again within 60 s. */
    private void expire() {
        synchronized (lock) {
            if (activation != null && !activation.expired && nanoTime.getAsLong() - activation.until >= 0) {
                activation.expired = true;
                checks.keySet().retainAll(activation.spoken);
            }
        }
    }

    private record Unwritten(FencedWriter writer, String owner, List<HealthCheck> checks) {}

    private @Nullable Unwritten nextUnwritten() {
        synchronized (lock) {
            if (activation == null || !activation.loaded || activation.writer.isFrozen()) {
                return null;
            }
            return unwritten();
        }
    }

    @GuardedBy("lock")
    private @Nullable Unwritten unwritten() {
        Set<String> owners = new HashSet<>(checks.keySet());
        owners.addAll(stored.keySet());
        for (String owner : owners) {
            List<HealthCheck> wanted = checks.getOrDefault(owner, List.of());
            if (activation != null && !wanted.equals(stored.getOrDefault(owner, List.of()))) {
                return new Unwritten(activation.writer, owner, wanted);
            }
        }
        return null;
    }

    private void write(Unwritten next) throws InterruptedException, ConflictException {
        try {
            nodes.write(next.writer, next.owner, next.checks);
        } catch (NotActiveException e) {
            synchronized (lock) {
                if (activation != null && activation.writer.equals(next.writer)) {
                    detach();
                }
            }
            throw e;
        }
        synchronized (lock) {
            Map<String, List<HealthCheck>> now = new TreeMap<>(stored);
            now.put(next.owner, next.checks);
            now.values().removeIf(List::isEmpty);
            stored = now;
        }
    }

    private void tell() {
        SortedMap<String, List<HealthCheck>> now = all();
        if (!loaded) {
            return;
        }
        HealthChange change = HealthChange.between(announced, now);
        announced = now;
        if (change.isEmpty()) {
            return;
        }
        for (Consumer<HealthChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                log.error("a listener of the health checks failed", e);
            }
        }
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}
