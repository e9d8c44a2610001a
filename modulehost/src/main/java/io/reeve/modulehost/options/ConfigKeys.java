package io.reeve.modulehost.options;

import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The config-key entries of the cluster, as one manager sees them. Keys are whole names. All methods may be called from any
 * thread; reads come from memory and never block.
 */
public interface ConfigKeys {
    /** The name of this manager. */
    String mgrId();

    /** The bytes of a key; shared, not to be changed. */
    Optional<byte[]> get(String key);

    /** All entries whose keys start with {@code prefix}, by whole key; the bytes are shared, not to be changed. */
    SortedMap<String, byte[]> prefix(String prefix);

    /**
     * Writes a key, or removes it with null; on the active only. Blocks until persisted, and throws the exceptions of
     * {@link io.reeve.api.MgrModule#setStore}.
     */
    void set(String key, byte @Nullable [] value);
}
