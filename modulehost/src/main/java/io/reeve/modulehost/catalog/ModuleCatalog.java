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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog of the modules in the module path: each is loaded ahead of its use, or has an error. It lives as long as the
 * process and serves both roles. May be called from any thread; {@link #rescan} blocks while classes are loaded, and so does
 * the first access to a module after it has stopped.
 *
 * <p>Classes are not reused: each new instance gets a new class loader with the current jar. A running module keeps its
 * classes, whatever happens to its jar.
 */
public final class ModuleCatalog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCatalog.class);

    /** An entry of the module path. Its fields are guarded by the catalog's lock; {@code loading} is held while classes load. */
    private static final class Entry {
        final ReentrantLock loading = new ReentrantLock();
        ModuleSource source;
        @Nullable
        Result result;
        final Retry retry = new Retry();
        String name = "";
        int users;
        boolean stale;
        boolean removed;

        Entry(ModuleSource source) {
            this.source = source;
        }
    }

    private final Path work;
    private final TimedFiles files;
    private final ModulePath path;
    private final ModuleLoader loading;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private final LeftBehind left = new LeftBehind();
    private final ReentrantLock scan = new ReentrantLock();
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<Path, Entry> entries = new LinkedHashMap<>();
    @GuardedBy("lock")
    private SortedMap<String, Entry> names = new TreeMap<>();
    @GuardedBy("lock")
    private List<LoadError> errors = List.of();
    @GuardedBy("lock")
    private List<LoadError> unreadable = List.of();
    @GuardedBy("scan")
    private Map<String, String> known = Map.of();
    @GuardedBy("lock")
    private final Set<Thread> reloading = new HashSet<>();
    @GuardedBy("lock")
    private boolean closed;

    /**
     * Creates a catalog, which is empty until the first {@link #rescan}.
     *
     * @param folders  the module path
     * @param work     a folder that belongs to this process, for copies of the jars
     * @param deadline the longest time for the provider of a module, for its canRun, and for a call to the file system
     */
    public ModuleCatalog(List<Path> folders, Path work, Duration deadline) {
        this(folders, work, deadline, System::nanoTime);
    }

    /** Creates a catalog with another clock for when to try again. */
    ModuleCatalog(List<Path> folders, Path work, Duration deadline, LongSupplier nanoTime) {
        this.work = work;
        this.deadline = deadline;
        this.files = new TimedFiles(deadline);
        this.path = new ModulePath(folders, files);
        this.loading = new ModuleLoader(work, deadline, files, left);
        this.nanoTime = nanoTime;
    }

    /** The changes that a rescan found, by names of modules, and all errors. */
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
     * Scans the module path again, and loads modules that are new or changed, those that could not be loaded before, and asks
     * those again that could not run. Running modules are not affected; one whose jar has changed uses it from its next start.
     */
    public Changes rescan() {
        return scan(true);
    }

    /**
     * Scans like {@link #rescan}, but tries what has failed less and less often. It is cheap if nothing has changed: it reads
     * names, sizes and times of files.
     */
    public Changes look() {
        return scan(false);
    }

    private Changes scan(boolean retryAll) {
        scan.lock();
        try {
            ModulePath.Scan found = path.scan();
            List<Thread> jobs = new ArrayList<>();
            List<LoadedModule> unused = new ArrayList<>();
            List<Entry> toLoad = update(found, retryAll, unused);
            close(unused);
            for (Entry entry : toLoad) {
                jobs.add(Thread.ofVirtual().name("reeve-module-rescan").start(() -> loadOrAsk(entry)));
            }
            jobs.forEach(ModuleCatalog::join);
            List<LoadError> before = errors();
            assignNames();
            errors().stream().filter(e -> !before.contains(e)).forEach(e -> LOG.warn("{}", e.message()));
            Map<String, String> old = known;
            known = fingerprints();
            return changes(old, known);
        } finally {
            scan.unlock();
        }
    }

    private void loadOrAsk(Entry entry) {
        if (ensureLoaded(entry) instanceof Result.Loaded loaded) {
            loading.askAgain(loaded.module());
        }
    }

    /** The module with this name; empty if there is none or it cannot be loaded. */
    public Optional<LoadedModule> find(String name) {
        return entry(name).flatMap(e -> ensureLoaded(e) instanceof Result.Loaded loaded
                ? Optional.of(loaded.module())
                : Optional.empty());
    }

    /** All modules, ordered by name. */
    public List<LoadedModule> all() {
        Collection<String> known;
        synchronized (lock) {
            known = List.copyOf(names.keySet());
        }
        return known.stream().map(this::find).flatMap(Optional::stream).toList();
    }

    /** All modules, in the shape in which the MgrMap publishes them. */
    public List<MgrMap.AvailableModule> available() {
        return all().stream()
                .map(m -> new MgrMap.AvailableModule(m.name(), m.canRun().ok(), m.canRun().reason()))
                .toList();
    }

    /** The errors about unusable jars and folders in the module path. */
    public List<LoadError> errors() {
        synchronized (lock) {
            return errors;
        }
    }

    /** The remains of stopped modules in this process. */
    public List<Leftover> leftovers() {
        return left.list();
    }

    /** A module for one new instance; return it by {@link #release}. Empty if there is none or it cannot be loaded. */
    public Optional<LoadedModule> acquire(String name) {
        Optional<Entry> entry = entry(name);
        while (entry.isPresent()) {
            loadOrAsk(entry.get());
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
     * Returns a module that was acquired, after the last thread of its instance has ended.
     *
     * @param keepClasses whether the next instance may use the same classes, as when a standby becomes active
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
        module.close(left, deadline);
        reload(entry, module.name());
    }

    /** Loads the classes of the next instance ahead of its start. */
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
        files.close();
        List<LoadedModule> unused = new ArrayList<>();
        synchronized (lock) {
            entries.values().forEach(entry -> discard(entry, unused));
            entries.clear();
            names = new TreeMap<>();
        }
        close(unused);
        JarCopies.delete(work);
    }

    private Optional<Entry> entry(String name) {
        synchronized (lock) {
            return Optional.ofNullable(names.get(name));
        }
    }

    /** Updates the entries to the files on disk; returns the entries to load or to ask, and adds modules to close. */
    private List<Entry> update(ModulePath.Scan found, boolean retryAll, List<LoadedModule> unused) {
        synchronized (lock) {
            Map<Path, Entry> old = new LinkedHashMap<>(entries);
            entries.clear();
            unreadable = List.copyOf(found.unreadable().values());
            List<Entry> toLoad = new ArrayList<>();
            for (ModuleSource source : found.sources()) {
                Entry entry = old.remove(source.path());
                if (entry == null) {
                    entry = new Entry(source);
                }
                entry.removed = false;
                if (!entry.source.fingerprint().equals(source.fingerprint())) {
                    entry.source = source;
                    entry.retry.reset();
                    entry.stale = entry.users > 0;
                    if (entry.users == 0) {
                        discard(entry, unused);
                    }
                }
                if (entry.result == null) {
                    toLoad.add(entry);
                } else if (isToTry(entry, retryAll)) {
                    entry.result = entry.result instanceof Result.Failed ? null : entry.result;
                    toLoad.add(entry);
                }
                entries.put(source.path(), entry);
            }
            for (Entry gone : old.values()) {
                gone.removed = !found.isUnknown(gone.source.path());
                if (gone.users > 0 || !gone.removed) {
                    entries.put(gone.source.path(), gone);
                } else {
                    discard(gone, unused);
                }
            }
            return toLoad;
        }
    }

    /** Whether an entry that cannot be loaded, or cannot run, is to be tried again now. */
    private boolean isToTry(Entry entry, boolean retryAll) {
        boolean good = entry.result instanceof Result.Loaded loaded && loaded.module().canRun().ok();
        return !entry.retry.isGood(good) && entry.retry.isDue(nanoTime.getAsLong(), retryAll);
    }

    private static void discard(Entry entry, List<LoadedModule> unused) {
        if (entry.result instanceof Result.Loaded loaded) {
            unused.add(loaded.module());
        }
        entry.result = null;
    }

    private void close(List<LoadedModule> unused) {
        unused.forEach(module -> module.close(left, deadline));
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

    /** Assigns each name to the first entry with that name; entries in use come first. */
    private void assignNames() {
        synchronized (lock) {
            SortedMap<String, Entry> given = new TreeMap<>();
            List<LoadError> wrong = new ArrayList<>(unreadable);
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
                    entry.removed
                            ? "removed"
                            : entry.source.path() + "\n" + entry.source.fingerprint() + canRun(entry)));
            return all;
        }
    }

    private static String canRun(Entry entry) {
        return entry.result instanceof Result.Loaded loaded ? loaded.module().canRun().reason() : "";
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
