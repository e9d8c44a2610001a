package io.reeve.it;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Cuts between machines. */
final class NetworkFaults {
    private NetworkFaults() {}

    private static final class Cut implements Fault {
        private final String what;
        private final Target target;
        private final From from;
        private @Nullable Partition partition;

        private interface From {
            Partition cut(ContainerCluster cluster, Target target) throws Exception;
        }

        Cut(String what, Target target, From from) {
            this.what = what;
            this.target = target;
            this.from = from;
        }

        @Override
        public void inflict(FaultRound round) throws Exception {
            partition = from.cut(round.cluster(), target);
        }

        @Override
        public void mend(FaultRound round) throws Exception {
            Partition made = partition;
            if (made != null) {
                made.mend();
            }
        }

        @Override
        public String toString() {
            return what + " " + target;
        }
    }

    static Fault fromZooKeeper(RandomGenerator chance) {
        return new Cut("manager", Target.manager(chance),
                (cluster, target) -> Partition.between(target.manager(cluster), cluster.zooKeepers()));
    }

    static Fault fromOneZooKeeper(RandomGenerator chance) {
        return new Cut("manager", Target.manager(chance),
                (cluster, target) -> Partition.between(target.manager(cluster),
                        List.of(target.zooKeeper(cluster))));
    }

    static Fault fromManagers(RandomGenerator chance) {
        return new Cut("manager", Target.manager(chance), (cluster, target) -> {
            Machine manager = target.manager(cluster);
            return Partition.between(manager, cluster.managersOtherThan(manager));
        });
    }

    static Fault betweenZooKeepers(RandomGenerator chance) {
        return new Cut("server", Target.zooKeeper(chance), (cluster, target) -> {
            Machine server = target.zooKeeper(cluster);
            return Partition.between(server, cluster.zooKeepersOtherThan(server));
        });
    }
}
