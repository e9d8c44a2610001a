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
final class EpochHints {
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Identity> self;
    private final LongSupplier nanos;
    private final AtomicLong notBefore;
    private volatile LongConsumer look = _ -> {};

    /** @param self this manager, with the epoch that ZooKeeper has confirmed */
    EpochHints(Supplier<Identity> self, LongSupplier nanos) {
        this.self = self;
        this.nanos = nanos;
        notBefore = new AtomicLong(nanos.getAsLong());
    }

    /** Sets the call that reads ZooKeeper afresh. It gets the claimed epoch, for the log, and must not block. */
    void onHint(LongConsumer asked) {
        look = asked;
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
