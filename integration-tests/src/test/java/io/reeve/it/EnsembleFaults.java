package io.reeve.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** ZooKeeper's data replaced under running managers. */
final class EnsembleFaults {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private EnsembleFaults() {}

    static Fault wipe(RandomGenerator chance) {
        return new Wipe();
    }

    static Fault restore(RandomGenerator chance) {
        return new Restore(Duration.ofMillis(1_000 + chance.nextLong(4_000)), chance.nextBoolean());
    }

    private interface Replacement {
        void of(String server) throws Exception;
    }

    /** All servers at once: no one is left that could tell the others what was. */
    private static void replaceAll(ContainerCluster cluster, Replacement replacement) throws Exception {
        for (Machine server : cluster.zooKeepers()) {
            server.killAnyhow();
        }
        for (Machine server : cluster.zooKeepers()) {
            replacement.of(server.name());
        }
        for (Machine server : cluster.zooKeepers()) {
            server.start();
        }
        cluster.renewHand();
    }

    /** All is gone. */
    private static final class Wipe implements Fault {
        @Override
        public void inflict(FaultRound round) throws Exception {
            ContainerCluster cluster = round.cluster();
            Set<String> before = fsids(cluster);
            round.replacesData();
            replaceAll(cluster, cluster.keeper()::wipe);
            round.replacedBy(newCluster());
            round.harms(EnumSet.of(ChangeKind.CRUSH_WEIGHT)); // that of a new daemon is its capacity
            round.atTheEnd(() -> await("managers of another cluster than " + before).atMost(LIMIT).until(() -> {
                Set<String> now = fsids(cluster);
                return now.size() == 1 && !before.containsAll(now);
            }));
        }

        private static Set<String> fsids(ContainerCluster cluster) throws Exception {
            Set<String> all = new HashSet<>();
            for (Machine manager : cluster.managers()) {
                all.add(cluster.fsid(manager));
            }
            return all;
        }

        /** What a cluster is that nobody has changed yet. */
        private static Map<String, Set<String>> newCluster() {
            Map<String, Set<String>> expected = new HashMap<>();
            expected.put(ChangeKind.RATIO.subject("nearfull"), Set.of("0.85"));
            ChangeKind.WEIGHT.names().forEach(osd -> expected.put(ChangeKind.WEIGHT.subject(osd), Set.of("1.0")));
            return expected;
        }

        @Override
        public String toString() {
            return "all servers";
        }
    }

    /**
     * An older copy is put back.
     *
     * @param age      how old it is
     * @param failOver whether another epoch begins between copy and restore; if not, managers see it by a write that is undone
     */
    private record Restore(Duration age, boolean failOver) implements Fault {
        @Override
        public void inflict(FaultRound round) throws Exception {
            ContainerCluster cluster = round.cluster();
            round.changes().pause();
            Optional<Map<String, String>> shown = round.changes().read();
            Map<String, Set<String>> stored = round.changes().ledger().expectation();
            Optional<Machine> leader = cluster.zooKeepers()
                    .stream()
                    .filter(server -> ZooKeeperWord.mode(server).equals("leader"))
                    .findFirst();
            if (leader.isEmpty()) {
                round.changes().resume();
                round.note("no leader whose data could be copied");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(300); // what was acknowledged is on the leader's disk, too
            cluster.keeper().copy(leader.get().name());
            round.changes().resume();
            if (failOver) {
                failOver(cluster);
            }
            TimeUnit.NANOSECONDS.sleep(age.toNanos());
            round.replacesData();
            replaceAll(cluster, cluster.keeper()::restore);
            round.replacedBy(shown.isPresent() ? stored : null);
        }

        private static void failOver(ContainerCluster cluster) throws Exception {
            Optional<Machine> active = cluster.active();
            if (active.isPresent()) {
                cluster.data(active.get(), Map.of("prefix", "mgr fail", "epoch", cluster.epoch(active.get())));
                cluster.awaitActive();
            }
        }

        @Override
        public String toString() {
            return "a copy of " + age.toMillis() + " ms before"
                    + (failOver ? ", of another epoch" : ", of the same epoch");
        }
    }
}
