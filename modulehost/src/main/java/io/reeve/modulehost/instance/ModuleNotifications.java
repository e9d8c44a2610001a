package io.reeve.modulehost.instance;

import io.reeve.api.MgrModule;
import io.reeve.modulehost.catalog.FailureText;
import io.reeve.modulehost.instance.NotificationQueue.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delivery of a notification, on the notification thread of a module. A failure is recorded and stops nothing. */
final class ModuleNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleNotifications.class);

    private ModuleNotifications() {}

    static void deliver(ModuleInstance instance, Item item) {
        if (instance.isStopping()) {
            return;
        }
        String callback = switch (item) {
            case Item.Changed _ -> "notify";
            case Item.OptionsChanged _ -> "configNotify";
            case Item.Frozen _ -> "frozen";
            case Item.Thawed _ -> "thawed";
        };
        instance.meter().notifications.increment();
        try {
            instance.call(callback, () -> callback(instance.mgrModule(), item));
            instance.recordCallback(callback, null);
        } catch (Throwable t) { // any failure of a module concerns this notification only
            instance.meter().notifyErrors.increment();
            if (!instance.isStopping()) {
                FailureText.logError(LOG, callback + " of module '" + instance.loaded().name() + "' has failed", t);
                instance.recordCallback(callback, callback + " failed: " + FailureText.oneLine(t));
            }
        }
    }

    private static boolean callback(MgrModule module, Item item) {
        switch (item) {
            case Item.Changed(var type, var id, var _) -> module.notify(type, id);
            case Item.OptionsChanged _ -> module.configNotify();
            case Item.Frozen _ -> module.frozen();
            case Item.Thawed _ -> module.thawed();
        }
        return true;
    }
}
