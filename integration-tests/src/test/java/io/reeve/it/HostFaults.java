package io.reeve.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.core.ConditionTimeoutException;

/** What a machine has beside its processes: a clock and a disk. */
final class HostFaults {
    private static final List<Duration> STEPS = List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1),
            Duration.ofDays(-1));
    private static final Duration RESTART = Duration.ofSeconds(10);

    private HostFaults() {}

    /** The clock of one machine, or of all managers, steps; mended it steps back. */
    static Fault clock(RandomGenerator chance) {
        Duration step = STEPS.get(chance.nextInt(STEPS.size()));
        return new Clock(step, chance.nextInt(7));
    }

    private record Clock(Duration step, int which) implements Fault {
        @Override
        public void inflict(FaultRound round) throws Exception {
            set(round.cluster(), step.toSeconds());
        }

        @Override
        public void mend(FaultRound round) throws Exception {
            set(round.cluster(), 0);
        }

        private void set(ContainerCluster cluster, long seconds) throws Exception {
            for (Machine machine : machines(cluster)) {
                cluster.keeper().setClock(machine.name(), seconds);
            }
        }

        private List<Machine> machines(ContainerCluster cluster) {
            if (which == 6) {
                return cluster.managers();
            }
            return List.of(which < 3 ? cluster.managers().get(which) : cluster.zooKeepers().get(which - 3));
        }

        @Override
        public String toString() {
            String whose = which == 6 ? "all managers" : which < 3 ? "manager " + which : "server " + (which - 3);
            return whose + " by " + step;
        }
    }

    static Fault fullManager(RandomGenerator chance) {
        return new FullDisk(Target.manager(chance), false);
    }

    static Fault fullZooKeeper(RandomGenerator chance) {
        return new FullDisk(Target.zooKeeper(chance), true);
    }

    /** A disk without space. */
    private static final class FullDisk implements Fault {
        private final Target target;
        private final boolean zooKeeper;
        private Machine filled;

        @SuppressWarnings("NullAway.Init") // inflict comes first
        FullDisk(Target target, boolean zooKeeper) {
            this.target = target;
            this.zooKeeper = zooKeeper;
        }

        @Override
        public void inflict(FaultRound round) throws Exception {
            ContainerCluster cluster = round.cluster();
            filled = zooKeeper ? target.zooKeeper(cluster) : target.manager(cluster);
            cluster.keeper().fill(filled.name());
        }

        @Override
        public void mend(FaultRound round) throws Exception {
            if (filled == null) {
                return;
            }
            round.cluster().keeper().free(filled.name());
            if (zooKeeper) {
                restartIfItServesNobody(round);
            }
        }

        /** A server that has given up ends; one that lives on without serving is restarted, and that is said. */
        private void restartIfItServesNobody(FaultRound round) throws Exception {
            if (!filled.isRunning() || filled.isPaused()) {
                return;
            }
            try {
                await().atMost(RESTART).until(() -> !filled.isRunning() || !ZooKeeperWord.mode(filled).isEmpty());
            } catch (ConditionTimeoutException e) {
                round.note(filled + " lives and serves nobody: restarted");
                filled.killAnyhow();
            }
        }

        @Override
        public String toString() {
            return (zooKeeper ? "server " : "manager ") + target;
        }
    }
}
