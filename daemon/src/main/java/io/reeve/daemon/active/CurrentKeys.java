package io.reeve.daemon.active;

import io.reeve.api.NotActiveException;
import io.reeve.modulehost.options.ConfigKeys;
import io.reeve.store.configkey.ConfigKeyStore;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The config-key entries as this process sees them in every role; they are written under the present leadership. */
public final class CurrentKeys implements ConfigKeys {
    private final String name;
    private final ConfigKeyStore store;
    private final Supplier<@Nullable ActiveWork> active;

    /**
     * @param name   of this manager
     * @param active the active's work; null on a standby
     */
    public CurrentKeys(String name, ConfigKeyStore store, Supplier<@Nullable ActiveWork> active) {
        this.name = name;
        this.store = store;
        this.active = active;
    }

    @Override
    public String mgrId() {
        return name;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return store.get(key);
    }

    @Override
    public SortedMap<String, byte[]> prefix(String prefix) {
        return store.prefix(prefix);
    }

    @Override
    public void set(String key, byte @Nullable [] value) {
        ActiveWork work = active.get();
        if (work == null) {
            throw new NotActiveException("this manager is not active any more");
        }
        work.services().set(key, value);
    }
}
