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
import java.util.stream.Stream;

/**
 * The remains of instances of modules that have stopped: threads that their static initialisers started, and class loaders
 * that something still holds. May be used by any thread.
 */
final class LeftBehind {
    /** A class loader goes with a collection of the whole heap; after two of them something holds it. */
    private static final long COLLECTIONS = 2;
    /** Collectors of young objects alone, which unload no classes. */
    private static final List<String> YOUNG = List.of("young", "copy", "scavenge", "minor");

    private record Gone(String module, ThreadGroup threads, WeakReference<ModuleClassLoader> loader, long collections) {
        boolean isOver() {
            return loader.get() == null && HostThreads.alive(threads).isEmpty();
        }
    }

    private final Object lock = new Object();
    @GuardedBy("lock")
    private final List<Gone> all = new ArrayList<>();

    /** Watches the remains of a closed module. */
    void add(String module, ModuleClassLoader loader) {
        Gone gone = new Gone(module, loader.threads(), new WeakReference<>(loader), collections());
        synchronized (lock) {
            all.removeIf(Gone::isOver);
            all.add(gone);
        }
    }

    /** The remains of each module, by name. */
    List<Leftover> list() {
        long now = collections();
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
    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans()
                .stream()
                .filter(c -> Stream.of(c.getName().toLowerCase(java.util.Locale.ROOT))
                        .noneMatch(name -> YOUNG.stream().anyMatch(name::contains)))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
