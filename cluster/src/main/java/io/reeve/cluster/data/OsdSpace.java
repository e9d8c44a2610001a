package io.reeve.cluster.data;

import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.daemon.DaemonState;
import java.util.Collection;
import java.util.Optional;

/**
 * The space of a storage daemon, or of several, as they report it.
 *
 * @param osds of how many it is
 */
public record OsdSpace(Amount total, Amount used, Amount available, int osds) {
    /** The space of no storage daemon. */
    public static final OsdSpace NONE = new OsdSpace(Amount.ZERO, Amount.ZERO, Amount.ZERO, 0);

    /** The space of one; empty if it does not report its size. Of used and available, what is missing is the rest. */
    public static Optional<OsdSpace> of(DaemonState daemon) {
        return daemon.samples().amount(SpaceCounters.BYTES).map(total -> {
            Optional<Amount> free = daemon.samples().amount(SpaceCounters.AVAILABLE);
            Amount used = daemon.samples()
                    .amount(SpaceCounters.USED)
                    .orElseGet(() -> total.minus(free.orElse(Amount.ZERO)));
            return new OsdSpace(total, used, free.orElseGet(() -> total.minus(used)), 1);
        });
    }

    /** The space of all of them. */
    public static OsdSpace sum(Collection<OsdSpace> all) {
        return all.stream().reduce(NONE, OsdSpace::plus);
    }

    /** The space of these and others. */
    public OsdSpace plus(OsdSpace other) {
        return new OsdSpace(total.plus(other.total), used.plus(other.used), available.plus(other.available),
                osds + other.osds);
    }

    /** The part that is used, 0 to 1. */
    public double ratio() {
        return used.of(total);
    }
}
