package io.reeve.store.progress;

import io.reeve.election.FencedWriter;
import io.reeve.store.configkey.ConfigKeyStore;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The config-keys in which progress events are kept, as the active sees them. May be used from any thread. */
public interface ProgressKeys {
    /** The running events of a module that are kept; the module's name follows. */
    String RUNNING = "progress/running/";
    /** The events that have finished. */
    String FINISHED = "progress/finished";
    /** {@code false} while progress events are switched off; else not there. */
    String ENABLED = "progress/enabled";

    /** The value of a key; shared, must not be changed. */
    Optional<byte[]> get(String key);

    /** The keys with a prefix and their values. */
    SortedMap<String, byte[]> prefix(String prefix);

    /** Sets a key, or removes it with null. Blocks until persisted; throws what {@link ConfigKeyStore#set} does. */
    void set(String key, byte @Nullable [] value);

    /** The keys of this store, written under this leadership. */
    static ProgressKeys of(ConfigKeyStore store, FencedWriter writer) {
        return new ProgressKeys() {
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
                if (value == null) {
                    store.remove(writer, key);
                } else {
                    store.set(writer, key, value);
                }
            }
        };
    }
}
