package io.reeve.modulehost;

import io.reeve.api.MgrModule;
import io.reeve.modulehost.NotificationQueue.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a module one thing, on its notification thread. A failure is noted and stops nothing. */
final class ModuleNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleNotifications.class);

    private ModuleNotifications() {}

    static void deliver(ModuleInstance instance, Item item) {
        if (instance.isStopping()) {
            return;
        }
        String callback = switch (item) {
            case Item.Changed _ -> "notify";
            case Item.Options _ -> "configNotify";
            case Item.Frozen _ -> "frozen";
            case Item.Thawed _ -> "thawed";
        };
        instance.meter().notifications.increment();
        try {
            instance.call(() -> tell(instance.mgrModule(), item));
            instance.trouble(callback, null);
        } catch (Throwable t) { // whatever a module throws is its own failure
            instance.meter().notifyErrors.increment();
            if (!instance.isStopping()) {
                Described.logError(LOG, callback + " of module '" + instance.loaded().name() + "' has failed", t);
                instance.trouble(callback, callback + " failed: " + Described.oneLine(t));
            }
        }
    }

    private static boolean tell(MgrModule module, Item item) {
        switch (item) {
            case Item.Changed(var type, var id, var _) -> module.notify(type, id);
            case Item.Options _ -> module.configNotify();
            case Item.Frozen _ -> module.frozen();
            case Item.Thawed _ -> module.thawed();
        }
        return true;
    }
}
