package io.reeve.daemon.active;

import io.reeve.api.HealthCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The watch over what is left of the heap. A heap that stays full after collections ends in pauses, and they cost the
 * leadership. One thread.
 */
final class HeapWatch {
    private static final double FULL = 0.9;
    private static final double FREE_AGAIN = 0.85;

    private final LongSupplier used;
    private final long most;
    private final Supplier<Map<String, Long>> allocated;
    private Optional<HealthCheck> check = Optional.empty();

    /**
     * @param used      the number of bytes that were used after the last collection
     * @param most      the number of bytes that the heap may have
     * @param allocated what the threads of each module have allocated so far, in bytes
     */
    HeapWatch(LongSupplier used, long most, Supplier<Map<String, Long>> allocated) {
        this.used = used;
        this.most = most;
        this.allocated = allocated;
    }

    /** A watch over the heap of this process. */
    static HeapWatch ofProcess(Supplier<Map<String, Long>> allocated) {
        return new HeapWatch(HeapWatch::usedAfterCollection, Runtime.getRuntime().maxMemory(), allocated);
    }

    private static long usedAfterCollection() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            sum += after == null ? 0 : after.getUsed();
        }
        return sum;
    }

    /** The check, whose text stays the same until the heap has room again. */
    Optional<HealthCheck> look() {
        long now = used.getAsLong();
        if (check.isPresent() && now < most * FREE_AGAIN) {
            check = Optional.empty();
        } else if (check.isEmpty() && now >= most * FULL) {
            check = Optional.of(HealthCheck.warning("MGR_HEAP_FULL",
                    "the heap of the active manager is at least 90 % full after a collection",
                    (now >> 20) + " of " + (most >> 20) + " MiB are in use" + culprit()
                            + ". Disable what needs it, or give the managers more: REEVE_HEAP=-Xmx…"));
        }
        return check;
    }

    private String culprit() {
        return allocated.get()
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> "; of the modules, '" + most.getKey() + "' has asked for most memory")
                .orElse("");
    }
}
