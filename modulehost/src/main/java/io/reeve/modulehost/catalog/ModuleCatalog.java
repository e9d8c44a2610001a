package io.reeve.modulehost.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.MgrMap;
import io.reeve.modulehost.catalog.ModuleLoader.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modules that this manager has: what lies in the module path, loaded and warm, or why it is not. Lives as long as
 * the process and serves both roles. May be called from any thread; {@link #rescan} and the first look at a module after
 * it stopped block while classes are loaded.
 *
 * <p>Each instance that ends leaves its classes behind: the next one gets a new class loader, with the jar as it is then.
 * A running module keeps the classes it started with, whatever happens to its jar.
 */
public final class ModuleCatalog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCatalog.class);

    /** One unit of the module path. Its fields belong to the catalog's lock; {@code loading} is held while classes load. */
    private static final class Entry {
        final ReentrantLock loading = new ReentrantLock();
        ModuleSource source;
        @Nullable
        Result result;
        String name = "";
        int users;
        boolean stale;
        boolean removed;

        Entry(ModuleSource source) {
            this.source = source;
        }
    }

    private final List<Path> folders;
    private final Path work;
    private final ModuleLoader loading;
    private final ReentrantLock scan = new ReentrantLock();
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<Path, Entry> entries = new LinkedHashMap<>();
    @GuardedBy("lock")
    private SortedMap<String, Entry> names = new TreeMap<>();
    @GuardedBy("lock")
    private List<LoadError> errors = List.of();
    @GuardedBy("lock")
    private final Set<Thread> reloading = new HashSet<>();
    @GuardedBy("lock")
    private boolean closed;

    /**
     * Empty until the first {@link #rescan}.
     *
     * @param folders  the module path
     * @param work     a folder of this process's own, for copies of the jars
     * @param deadline how long a module's provider and its canRun may take
     */
    public ModuleCatalog(List<Path> folders, Path work, Duration deadline) {
        this.folders = List.copyOf(folders);
        this.work = work;
        this.loading = new ModuleLoader(work, deadline);
    }

    /** What a rescan found: names of modules, and paths that are not usable. */
    public record Changes(List<String> added, List<String> removed, List<String> changed, List<LoadError> errors) {
        public Changes {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
            changed = List.copyOf(changed);
            errors = List.copyOf(errors);
        }

        /** Whether the modules are the same as before. */
        public boolean none() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }
    }

    /**
     * Looks at the module path again and loads what is new or changed. Cheap if nothing is: it reads names, sizes and
     * times. What runs is not touched; a changed jar of a running module counts from its next start.
     */
    public Changes rescan() {
        scan.lock();
        try {
            Map<String, String> before = fingerprints();
            List<Entry> toLoad = update(ModuleSource.list(folders));
            List<Thread> loaders = toLoad.stream()
                    .map(e -> Thread.ofVirtual().name("reeve-module-rescan").start(() -> ensureLoaded(e)))
                    .toList();
            for (Thread thread : loaders) {
                join(thread);
            }
            List<LoadError> known = errors();
            assignNames();
            errors().stream().filter(e -> !known.contains(e)).forEach(e -> LOG.warn("{}", e.message()));
            return changes(before, fingerprints());
        } finally {
            scan.unlock();
        }
    }

    /** A module that is loaded and can be asked about. */
    public Optional<LoadedModule> find(String name) {
        return entry(name).flatMap(e -> ensureLoaded(e) instanceof Result.Loaded loaded
                ? Optional.of(loaded.module())
                : Optional.empty());
    }

    /** All modules, by name. */
    public List<LoadedModule> all() {
        Collection<String> known;
        synchronized (lock) {
            known = List.copyOf(names.keySet());
        }
        return known.stream().map(this::find).flatMap(Optional::stream).toList();
    }

    /** The same as everybody sees it in the MgrMap. */
    public List<MgrMap.AvailableModule> available() {
        return all().stream()
                .map(m -> new MgrMap.AvailableModule(m.name(), m.canRun().ok(), m.canRun().reason()))
                .toList();
    }

    /** What is in the module path and not usable. */
    public List<LoadError> errors() {
        synchronized (lock) {
            return errors;
        }
    }

    /** For one instance to run; give it back by {@link #release}. */
    public Optional<LoadedModule> acquire(String name) {
        Optional<Entry> entry = entry(name);
        while (entry.isPresent()) {
            ensureLoaded(entry.get());
            synchronized (lock) {
                Result result = entry.get().result;
                if (result instanceof Result.Loaded loaded && names.get(name) == entry.get()) {
                    entry.get().users++;
                    return Optional.of(loaded.module());
                }
                if (result != null) {
                    return Optional.empty();
                }
            }
            entry = entry(name);
        }
        return Optional.empty();
    }

    /**
     * An instance has ended, all its threads are gone.
     *
     * @param keepClasses true to start the next instance with the same classes: a standby that becomes active
     */
    public void release(LoadedModule module, boolean keepClasses) {
        Entry entry;
        synchronized (lock) {
            entry = entries.get(module.path());
            if (entry == null || !(entry.result instanceof Result.Loaded loaded) || loaded.module() != module) {
                return;
            }
            entry.users--;
            if (entry.users > 0 || (keepClasses && !entry.stale && !entry.removed)) {
                return;
            }
            entry.result = null;
            entry.stale = false;
            if (entry.removed) {
                entries.remove(module.path());
            }
        }
        module.close();
        reload(entry, module.name());
    }

    /** Loads the next instance's classes beforehand. */
    private void reload(Entry entry, String module) {
        synchronized (lock) {
            if (entry.removed || closed) {
                assignNames();
                return;
            }
            Thread thread = Thread.ofVirtual().name("reeve-module-reload-" + module).unstarted(() -> {
                ensureLoaded(entry);
                synchronized (lock) {
                    assignNames();
                    reloading.remove(Thread.currentThread());
                }
            });
            reloading.add(thread);
            thread.start();
        }
    }

    /** Closes all jars and deletes the copies. */
    @Override
    public void close() {
        Set<Thread> last;
        synchronized (lock) {
            closed = true;
            last = Set.copyOf(reloading);
        }
        last.forEach(ModuleCatalog::join);
        synchronized (lock) {
            entries.values().forEach(ModuleCatalog::discard);
            entries.clear();
            names = new TreeMap<>();
        }
        JarCopies.delete(work);
    }

    private Optional<Entry> entry(String name) {
        synchronized (lock) {
            return Optional.ofNullable(names.get(name));
        }
    }

    /** Takes over what lies on disk now, and tells what is to be loaded. */
    private List<Entry> update(List<ModuleSource> sources) {
        synchronized (lock) {
            Map<Path, Entry> old = new LinkedHashMap<>(entries);
            entries.clear();
            List<Entry> toLoad = new ArrayList<>();
            for (ModuleSource source : sources) {
                Entry entry = old.remove(source.path());
                if (entry == null) {
                    entry = new Entry(source);
                }
                entry.removed = false;
                if (!entry.source.fingerprint().equals(source.fingerprint())) {
                    entry.source = source;
                    entry.stale = entry.users > 0;
                    if (entry.users == 0) {
                        discard(entry);
                    }
                }
                if (entry.result == null) {
                    toLoad.add(entry);
                }
                entries.put(source.path(), entry);
            }
            for (Entry gone : old.values()) {
                gone.removed = true;
                if (gone.users > 0) {
                    entries.put(gone.source.path(), gone);
                } else {
                    discard(gone);
                }
            }
            return toLoad;
        }
    }

    private static void discard(Entry entry) {
        if (entry.result instanceof Result.Loaded loaded) {
            loaded.module().close();
        }
        entry.result = null;
    }

    private Result ensureLoaded(Entry entry) {
        entry.loading.lock();
        try {
            ModuleSource source;
            synchronized (lock) {
                if (entry.result != null) {
                    return entry.result;
                }
                source = entry.source;
            }
            Result result = loading.load(source);
            synchronized (lock) {
                entry.result = result;
                if (result instanceof Result.Loaded loaded) {
                    entry.name = loaded.module().name();
                }
                return result;
            }
        } finally {
            entry.loading.unlock();
        }
    }

    /** Gives each name to the first that has it; one that runs goes before one that does not. */
    private void assignNames() {
        synchronized (lock) {
            SortedMap<String, Entry> given = new TreeMap<>();
            List<LoadError> wrong = new ArrayList<>();
            List<Entry> order = new ArrayList<>(entries.values());
            order.sort(Comparator.comparing(e -> e.users == 0));
            for (Entry entry : order) {
                if (entry.result instanceof Result.Failed failed) {
                    wrong.add(failed.error());
                    continue;
                }
                Entry first = given.putIfAbsent(entry.name, entry);
                if (first != null) {
                    wrong.add(new LoadError(entry.source.path(),
                            "module '" + entry.name + "' is already there, from " + first.source.path(),
                            "remove one of the two"));
                }
            }
            names = given;
            errors = List.copyOf(wrong);
        }
    }

    private Map<String, String> fingerprints() {
        synchronized (lock) {
            Map<String, String> all = new TreeMap<>();
            names.forEach((name, entry) -> all.put(name,
                    entry.removed ? "removed" : entry.source.path() + "\n" + entry.source.fingerprint()));
            return all;
        }
    }

    private Changes changes(Map<String, String> before, Map<String, String> after) {
        List<String> added = after.keySet().stream().filter(n -> !before.containsKey(n)).toList();
        List<String> removed = before.keySet().stream().filter(n -> !after.containsKey(n)).toList();
        List<String> changed = after.entrySet()
                .stream()
                .filter(e -> before.containsKey(e.getKey()) && !e.getValue().equals(before.get(e.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return new Changes(added, removed, changed, errors());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
