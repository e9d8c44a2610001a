package io.reeve.daemon;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What built-in commands write options with: whatever leadership this manager has at that moment. */
final class CurrentServices extends StandbyServices {
    private final Supplier<ActiveWork> active;

    /**
     * @param active what the active does; throws on a standby
     */
    CurrentServices(Parts parts, Supplier<ActiveWork> active) {
        super(parts);
        this.active = active;
    }

    @Override
    public void set(String key, byte @Nullable [] value) {
        active.get().services().set(key, value);
    }
}
