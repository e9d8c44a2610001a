package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The schemas in use: one for all daemons that declare the same counters, gone with the last of them. */
final class SharedSchemas {
    private final Map<PerfSchema.Key, WeakReference<PerfSchema>> known = new WeakHashMap<>();

    synchronized PerfSchema of(List<PerfCounter> counters) {
        PerfSchema.Key key = new PerfSchema.Key(List.copyOf(counters));
        WeakReference<PerfSchema> found = known.get(key);
        @Nullable
        PerfSchema schema = found == null ? null : found.get();
        if (schema == null) {
            schema = new PerfSchema(key);
            known.put(key, new WeakReference<>(schema)); // the schema holds the key, so both go together
        }
        return schema;
    }
}
