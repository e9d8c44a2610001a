package io.reeve.reportport.peer;

import io.reeve.report.protocol.Identity;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The hints that peers give about epochs: the one place where a claimed epoch arrives. A claim is never kept. One that is
 * higher than the epoch confirmed by ZooKeeper only asks for a fresh read of it, and not more often than each {@link #PAUSE}.
 */
public final class EpochHints {
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Identity> self;
    private final LongSupplier nanos;
    private final AtomicLong notBefore;
    private final LongConsumer look;

    /**
     * @param self this manager, with the epoch that ZooKeeper has confirmed
     * @param look reads ZooKeeper afresh. It gets the claimed epoch, for the log, on any thread, at most once a second, and
     *             must not block.
     */
    public EpochHints(Supplier<Identity> self, LongConsumer look) {
        this(self, look, System::nanoTime);
    }

    EpochHints(Supplier<Identity> self, LongConsumer look, LongSupplier nanos) {
        this.self = self;
        this.look = look;
        this.nanos = nanos;
        notBefore = new AtomicLong(nanos.getAsLong());
    }

    /** Takes the claim of a peer that names this cluster id. From any thread. */
    void claimed(String fsid, long epoch) {
        Identity known = self.get();
        if (fsid.equals(known.fsid()) && epoch > known.epoch()) {
            long now = nanos.getAsLong();
            long due = notBefore.get();
            if (now - due >= 0 && notBefore.compareAndSet(due, now + PAUSE.toNanos())) {
                look.accept(epoch);
            }
        }
    }
}
