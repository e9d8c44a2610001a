package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Three ZooKeeper and three managers in containers, hurt in all ways that machines and networks know. Each failure happens
 * under load, and after each the cluster must be well again, with nothing lost.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerFaultsTest {
    /** As users have it: what is measured here stands in the guide. */
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private ContainerCluster cluster;
    private final List<Partition> partitions = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        Needs.docker();
        Needs.root("stopping processes and cutting networks of containers");
        cluster = ContainerCluster.start(SESSION);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** A test that failed leaves no harm to the next one. */
    @AfterEach
    void mend() throws Exception {
        for (Partition partition : partitions) {
            partition.mend();
        }
        partitions.clear();
        cluster.mend();
        cluster.awaitSettled();
    }

    private Partition cut(Machine one, List<Machine> others) throws Exception {
        Partition partition = Partition.between(one, others);
        partitions.add(partition);
        return partition;
    }

    @Test
    void aKilledActiveIsReplacedWithinTheSecondThatIsPromisedLongBeforeItsSessionEnds() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "docker kill of the active")) {
            Machine old = cluster.awaitActive();
            trial.hurt(old::kill);
            Duration took = trial.awaitSuccessorOf(old);
            trial.awaitWrites(10);
            old.start();
            trial.verify();
            assertThat(took).isLessThan(Pace.of(SECOND));
        }
    }

    @Test
    void aStoppedActiveHandsOver() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "docker stop of the active")) {
            Machine old = cluster.awaitActive();
            trial.hurt(old::stop);
            Duration took = trial.awaitSuccessorOf(old);
            trial.awaitWrites(10);
            old.start();
            trial.verify();
            assertThat(took).isLessThan(SESSION);
        }
    }

    @Test
    void aPausedActiveIsReplacedAndCanNotWriteWhenItWakes() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "docker pause of the active, longer than the session")) {
            Machine old = cluster.awaitActive();
            trial.hurt(old::pause);
            trial.writeLate(old);
            Duration took = trial.awaitSuccessorOf(old);
            trial.awaitWrites(10);
            trial.writeLate(old);
            old.unpause();
            trial.note("woken");
            trial.lateWritesAreRefused();
            trial.verify();
            assertThat(took).isLessThan(SESSION.multipliedBy(2));
        }
    }

    @Test
    void anActiveWhoseProcessAloneStandsStillIsReplacedAndCanNotWriteWhenItGoesOn() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "SIGSTOP of the active's process")) {
            Machine old = cluster.awaitActive();
            trial.hurt(() -> old.signal("STOP"));
            trial.writeLate(old);
            Duration took = trial.awaitSuccessorOf(old);
            trial.awaitWrites(10);
            trial.writeLate(old);
            old.signal("CONT");
            trial.note("goes on");
            trial.lateWritesAreRefused();
            trial.verify();
            assertThat(took).isLessThan(SESSION.multipliedBy(2));
        }
    }

    @Test
    void anActiveCutOffFromZooKeeperStopsBeforeAnotherStarts() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "the active cut off from ZooKeeper")) {
            Machine old = cluster.awaitActive();
            trial.hurt(() -> cut(old, cluster.zooKeepers()));
            Duration took = trial.awaitSuccessorOf(old);
            trial.awaitWrites(10);
            await().until(() -> cluster.status(old, "/health/ready") == 503);
            trial.writeLate(old);
            trial.lateWritesAreRefused();
            partitions.getLast().mend();
            trial.note("mended");
            trial.verify();
            assertThat(took).isLessThan(SESSION.multipliedBy(2));
        }
    }

    @Test
    void anActiveCutOffFromTheOtherManagersStaysActive() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "the active cut off from the other managers")) {
            Machine active = cluster.awaitActive();
            long epoch = cluster.epoch(active);
            trial.hurt(() -> cut(active, cluster.managersOtherThan(active)));
            await().during(SESSION.plus(SECOND))
                    .until(() -> cluster.active()
                            .filter(active::equals)
                            .isPresent());
            trial.awaitWrites(10);
            cluster.awaitSettled();
            partitions.getLast().mend();
            trial.note("mended");
            trial.verify();
            assertThat(cluster.epoch(active)).isEqualTo(epoch);
        }
    }

    @Test
    void theLossOfZooKeepersLeaderLosesNothing() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "docker kill of ZooKeeper's leader")) {
            Machine leader = cluster.zooKeeperLeader();
            trial.hurt(leader::kill);
            cluster.zooKeeperLeaderOtherThan(leader);
            trial.note("another leader of ZooKeeper");
            trial.awaitWrites(10);
            trial.note("writes again");
            leader.start();
            trial.verify();
        }
    }

    @Test
    void withoutZooKeepersQuorumNobodyLeadsAndItsReturnBringsAllBack() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "loss of ZooKeeper's quorum")) {
            Machine leader = cluster.zooKeeperLeader();
            Machine other = cluster.zooKeepers().stream().filter(z -> z != leader).findFirst().orElseThrow();
            trial.hurt(() -> {
                leader.kill();
                other.kill();
            });
            Duration allowed = Pace.of(SESSION.plusSeconds(4));
            for (Machine manager : cluster.managers()) {
                await("503 at " + manager).atMost(allowed).until(() -> cluster.status(manager, "/hello/") == 503);
                await("life of " + manager).until(() -> cluster.status(manager, "/health/live") == 200);
            }
            trial.note("503 at all");
            assertThat(cluster.active()).isEmpty();
            other.start();
            leader.start();
            trial.note("quorum back");
            cluster.awaitActive();
            trial.note("an active");
            trial.verify();
        }
    }

    @Test
    void everythingIsRestartedOneAfterTheOtherWhileClientsWrite() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "rolling restart of everything")) {
            trial.hurt(() -> {});
            for (Machine zooKeeper : cluster.zooKeepers()) {
                zooKeeper.stop();
                zooKeeper.start();
                await(zooKeeper + " serves")
                        .until(() -> !ZooKeeperWord.mode(zooKeeper).isEmpty());
            }
            trial.note("ZooKeeper restarted");
            Machine active = cluster.awaitActive();
            List<Machine> standbysFirst = new ArrayList<>(cluster.managersOtherThan(active));
            standbysFirst.add(active);
            for (Machine manager : standbysFirst) {
                manager.stop();
                manager.start();
                await(manager + " ready")
                        .until(() -> cluster.status(manager, "/health/ready") == 200);
            }
            trial.note("managers restarted");
            trial.verify();
        }
    }

    @Test
    void aFullStopAndStartKeepsTheData() throws Exception {
        try (FaultTrial trial = new FaultTrial(cluster, "full stop and start")) {
            trial.hurt(() -> {
                for (Machine manager : cluster.managers()) {
                    manager.stop();
                }
                for (Machine zooKeeper : cluster.zooKeepers()) {
                    zooKeeper.stop();
                }
            });
            trial.note("all stopped");
            cluster.mend();
            trial.note("all started");
            trial.verify();
        }
    }
}
