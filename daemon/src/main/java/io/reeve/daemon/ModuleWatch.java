package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.modulehost.catalog.ModuleCatalog;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the module path, now and then and when told to, and tells everybody who has to know what is new there. */
final class ModuleWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleWatch.class);

    private final ModuleCatalog catalog;
    private final Supplier<MgrMap.Manager> record;
    private final Consumer<MgrMap.Manager> publish;
    private final Runnable changed;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /**
     * @param record  what the others see of this manager, made anew
     * @param publish tells the others
     * @param changed tells the parts of this manager
     */
    ModuleWatch(ModuleCatalog catalog, Supplier<MgrMap.Manager> record,
            Consumer<MgrMap.Manager> publish, Runnable changed) {
        this.catalog = catalog;
        this.record = record;
        this.publish = publish;
        this.changed = changed;
    }

    @Override
    public void run() {
        try {
            ModuleCatalog.Changes _ = rescan();
        } catch (RuntimeException e) {
            LOG.warn("looking at the module path failed: {}", e.toString(), e);
        }
    }

    /** What is new; everybody has been told when it returns. */
    ModuleCatalog.Changes rescan() {
        oneAtATime.lock();
        try {
            ModuleCatalog.Changes changes = catalog.rescan();
            if (!changes.none()) {
                LOG.info("module path: added {}, removed {}, changed {}", changes.added(), changes.removed(),
                        changes.changed());
                changed.run();
                publish.accept(record.get());
            }
            return changes;
        } finally {
            oneAtATime.unlock();
        }
    }
}
