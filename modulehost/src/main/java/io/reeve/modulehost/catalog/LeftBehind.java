package io.reeve.modulehost.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.modulehost.threads.HostThreads;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The remains of instances of modules that have stopped: threads that their static initialisers started, and class loaders
 * that something still holds. May be used by any thread.
 */
final class LeftBehind {
    /**
     * A class loader goes with a collection of the whole heap that begins after its module has closed; if it is still there
     * then, something holds it. G1 counts each concurrent one twice, and one of those that was under way at the close keeps
     * what lived when it began: only the third count is of a collection that began later.
     */
    private static final long COLLECTIONS = 3;
    /** Collectors of young objects alone, which unload no classes, and those of ZGC that count pauses instead of collections. */
    private static final List<String> NOT_WHOLE = List.of("young", "copy", "scavenge", "minor", "pauses");

    private record Gone(String module, ThreadGroup threads, WeakReference<ModuleClassLoader> loader, long collections) {
        boolean isOver() {
            return loader.get() == null && HostThreads.alive(threads).isEmpty();
        }
    }

    private final LongSupplier collections;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final List<Gone> all = new ArrayList<>();

    LeftBehind() {
        this(LeftBehind::ofWholeHeap);
    }

    /** @param collections the number of collections of the whole heap so far */
    LeftBehind(LongSupplier collections) {
        this.collections = collections;
    }

    /** Watches the remains of a closed module. */
    void add(String module, ModuleClassLoader loader) {
        Gone gone = new Gone(module, loader.threads(), new WeakReference<>(loader),
                collections.getAsLong());
        synchronized (lock) {
            all.removeIf(Gone::isOver);
            all.add(gone);
        }
    }

    /** The remains of each module, by name. */
    List<Leftover> list() {
        long now = collections.getAsLong();
        Map<String, Leftover> found = new TreeMap<>();
        synchronized (lock) {
            all.removeIf(Gone::isOver);
            for (Gone gone : all) {
                List<Thread> threads = HostThreads.alive(gone.threads());
                boolean held = gone.loader().get() != null && now - gone.collections() >= COLLECTIONS;
                String thread = threads.stream().map(Thread::getName).min(Comparator.naturalOrder()).orElse("");
                found.merge(gone.module(), new Leftover(gone.module(), threads.size(), held ? 1 : 0, thread),
                        Leftover::plus);
            }
        }
        return found.values().stream().filter(left -> left.threads() > 0 || left.loaders() > 0).toList();
    }

    /** The number of collections of the whole heap so far. */
    private static long ofWholeHeap() {
        return ManagementFactory.getGarbageCollectorMXBeans()
                .stream()
                .filter(c -> Stream.of(c.getName().toLowerCase(java.util.Locale.ROOT))
                        .noneMatch(name -> NOT_WHOLE.stream().anyMatch(name::contains)))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
