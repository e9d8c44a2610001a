package io.reeve.modulehost.instance;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one module, written by its threads and read by any thread. */
public final class ModuleMeter {
    public final LongAdder restarts = new LongAdder();
    final LongAdder commandErrors = new LongAdder();
    final LongAdder notifications = new LongAdder();
    final LongAdder notifyErrors = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder httpRequests = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder commandNanos = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    void recordCommand(long nanos) {
        commands.increment();
        commandNanos.add(nanos);
        longest.accumulate(nanos);
    }

    /** The current values. */
    public ModuleStats read(Duration servingFor, int threads) {
        return new ModuleStats(restarts.sum(), servingFor, commands.sum(), commandErrors.sum(),
                Duration.ofNanos(commandNanos.sum()), Duration.ofNanos(longest.get()), notifications.sum(),
                notifyErrors.sum(), dropped.sum(), httpRequests.sum(), threads);
    }
}
