package io.reeve.modulehost;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.MgrMap;
import io.reeve.modulehost.catalog.LoadError;
import io.reeve.modulehost.catalog.ModuleCatalog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over the module path: looks for new jars when it is run or asked, and tells its listeners and the other managers. */
public final class ModuleWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleWatch.class);

    private final ModuleCatalog catalog;
    private final Supplier<MgrMap.Manager> record;
    private final Consumer<MgrMap.Manager> publish;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> errorListeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    @GuardedBy("oneAtATime")
    private List<LoadError> errors = List.of();

    /**
     * @param record  the record of this manager that the others see, made anew
     * @param publish publishes that record
     */
    public ModuleWatch(ModuleCatalog catalog, Supplier<MgrMap.Manager> record,
            Consumer<MgrMap.Manager> publish) {
        this.catalog = catalog;
        this.record = record;
        this.publish = publish;
    }

    /** Adds a listener, which is called after each change on the thread that found it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Adds a listener, which is called when other jars than before cannot be loaded, on the thread that found it. */
    public void onErrors(Runnable listener) {
        errorListeners.add(listener);
    }

    @Override
    public void run() {
        try {
            ModuleCatalog.Changes _ = told(catalog::look);
        } catch (RuntimeException e) {
            LOG.warn("looking at the module path failed: {}", e.toString(), e);
        }
    }

    /** Looks now, and tries again what had failed. All listeners have been called when it returns. */
    public ModuleCatalog.Changes rescan() {
        return told(catalog::rescan);
    }

    private ModuleCatalog.Changes told(Supplier<ModuleCatalog.Changes> look) {
        oneAtATime.lock();
        try {
            ModuleCatalog.Changes changes = look.get();
            if (!changes.errors().equals(errors)) {
                errors = changes.errors();
                errorListeners.forEach(Runnable::run);
            }
            if (!changes.none()) {
                LOG.info("module path: added {}, removed {}, changed {}", changes.added(), changes.removed(),
                        changes.changed());
                listeners.forEach(Runnable::run);
                publish.accept(record.get());
            }
            return changes;
        } finally {
            oneAtATime.unlock();
        }
    }
}
