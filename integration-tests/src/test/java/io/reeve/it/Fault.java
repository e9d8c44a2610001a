package io.reeve.it;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One failure of a random run: what, whose, and for how long. What chance decided is decided before it happens. */
final class Fault {
    private final Kind kind;
    private final boolean ofActive;
    private final int which;
    private final Duration hold;
    private @Nullable Partition partition;

    private enum Kind {
        KILL, STOP, PAUSE, SIGSTOP, CUT_FROM_ZOOKEEPER, CUT_FROM_ONE_ZOOKEEPER, CUT_FROM_MANAGERS, MGR_FAIL,
        KILL_ZOOKEEPER, PAUSE_ZOOKEEPER, CUT_ZOOKEEPERS, KILL_QUORUM
    }

    private Fault(Kind kind, boolean ofActive, int which, Duration hold) {
        this.kind = kind;
        this.ofActive = ofActive;
        this.which = which;
        this.hold = hold;
    }

    /** Half of them of the active, and short or long compared with the session. */
    static Fault random(RandomGenerator chance, Duration session) {
        Kind[] kinds = Kind.values();
        return new Fault(kinds[chance.nextInt(kinds.length)], chance.nextBoolean(), chance.nextInt(3),
                Duration.ofMillis(chance.nextLong(2 * session.toMillis())));
    }

    void inflict(ContainerCluster cluster, FaultTrial trial) throws Exception {
        Machine manager = ofActive
                ? cluster.active().orElse(cluster.managers().get(which))
                : cluster.managers().get(which);
        Machine zooKeeper = cluster.zooKeepers().get(which);
        switch (kind) {
            case KILL -> ifUp(manager, manager::kill);
            case STOP -> ifUp(manager, manager::stop);
            case PAUSE -> ifUp(manager, () -> {
                manager.pause();
                trial.writeLate(manager);
            });
            case SIGSTOP -> ifUp(manager, () -> {
                manager.signal("STOP");
                trial.writeLate(manager);
            });
            case CUT_FROM_ZOOKEEPER -> partition = Partition.between(manager, cluster.zooKeepers());
            case CUT_FROM_ONE_ZOOKEEPER -> partition = Partition.between(manager, List.of(zooKeeper));
            case CUT_FROM_MANAGERS -> partition = Partition.between(manager, cluster.managersOtherThan(manager));
            case MGR_FAIL -> fail(manager);
            case KILL_ZOOKEEPER -> ifUp(zooKeeper, zooKeeper::kill);
            case PAUSE_ZOOKEEPER -> ifUp(zooKeeper, zooKeeper::pause);
            case CUT_ZOOKEEPERS -> partition = Partition.between(zooKeeper, cluster.zooKeepersOtherThan(zooKeeper));
            case KILL_QUORUM -> {
                for (Machine other : cluster.zooKeepersOtherThan(zooKeeper)) {
                    ifUp(other, other::kill);
                }
            }
        }
    }

    /** Two failures can hit the same machine; the second finds it down. */
    private static void ifUp(Machine machine, Uninterruptibly.Step harm) throws Exception {
        if (machine.isRunning() && !machine.isPaused()) {
            harm.run();
        }
    }

    private static void fail(Machine manager) throws InterruptedException {
        try (Ask ask = Ask.following()) {
            ask.command(manager.url(), Map.of("prefix", "mgr fail"), Duration.ofSeconds(2));
        }
    }

    void hold() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(hold.toNanos());
    }

    /** Undoes what {@link ContainerCluster#mend} does not know of. */
    void mend() throws IOException, InterruptedException {
        Partition made = partition;
        if (made != null) {
            made.mend();
        }
    }

    @Override
    public String toString() {
        return kind + (kind.compareTo(Kind.MGR_FAIL) <= 0 && ofActive ? " (active)" : " " + which) + " for "
                + hold.toMillis() + " ms";
    }
}
