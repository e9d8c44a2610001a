package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.ZooKeeperWire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The succession of a leader that evidence shows to be dead; its ZooKeeper session outlives each test. */
class SuccessionTest extends ElectionFixture {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String WHY = "connection refused";

    SuccessionTest() {
        super(LONG);
    }

    private List<String> queue(TestManager by) throws Exception {
        return by.session().client().getChildren().forPath(paths.latch());
    }

    private void awaitQueue(TestManager by, int size) {
        await().untilAsserted(() -> assertThat(queue(by)).hasSize(size));
    }

    private static CompletableFuture<Boolean> evict(TestManager by, TestManager dead) {
        return CompletableFuture.supplyAsync(() -> by.election().evict(dead.name(), dead.self().gid(), WHY));
    }

    /** A leader that does not hear any more what happens in ZooKeeper, as a dead one. */
    private TestManager startDeafLeader(String name, ZooKeeperWire wire) throws Exception {
        return startLeader(wire.address(), name, LONG);
    }

    @Test
    void theFirstThatLivesTakesOverInOneEpochAndNothingIsLeftOfTheDeadOne() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startDeafLeader("a", wire);
        TestManager b = start("b");
        awaitQueue(b, 2);
        wire.set(ZooKeeperWire.Fault.SILENT);

        assertThat(evict(b, a).join()).isTrue();
        await().until(b::leads);

        assertThat(b.events()).containsExactly("elected 2");
        assertThat(b.history(9)).extracting(HistoryEntry::epoch, HistoryEntry::name, HistoryEntry::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "a", "elected"),
                        org.assertj.core.groups.Tuple.tuple(2L, "b", "elected: 'a' was evicted: " + WHY));
        assertThat(queue(b)).hasSize(1);
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).isEmpty());
        await().untilAsserted(() -> assertThat(b.election().map().active()).extracting(active -> active.manager())
                .isEqualTo(b.self()));
    }

    @Test
    void whoGoesFirstByPriorityTakesOverAndTheOtherLeavesItTheTime() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startDeafLeader("a", wire);
        TestManager b = start("b", 0);
        awaitQueue(b, 2);
        TestManager c = start("c", 5);
        awaitQueue(b, 3);
        wire.set(ZooKeeperWire.Fault.SILENT);

        CompletableFuture<Boolean> waits = evict(b, a);
        assertThat(evict(c, a).join()).isTrue();

        assertThat(waits.join()).isTrue();
        await().until(c::leads);
        assertThat(c.events()).containsExactly("elected 2");
        assertThat(b.events()).isEmpty();
        // b is at the head of the queue now, and succeeds as well when c dies.
        assertThat(evict(b, c).join()).isTrue();
        await().until(b::leads);
        assertThat(b.leadership().epoch()).isEqualTo(3);
    }

    @Test
    void whoCannotDoTheWorkOfAnActiveDoesNotGoFirst() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startDeafLeader("a", wire);
        TestManager b = start("b", 5);
        awaitQueue(b, 2);
        TestManager c = start("c", 0);
        b.election().unable("its disk is full");
        await().untilAsserted(() -> assertThat(c.election().candidates()).contains(
                new Candidate("b", b.self().gid(), "its disk is full")).hasSize(3));
        wire.set(ZooKeeperWire.Fault.SILENT);

        CompletableFuture<Boolean> waits = evict(b, a);
        assertThat(evict(c, a).join()).isTrue();

        assertThat(waits.join()).isTrue();
        await().until(c::leads);
        assertThat(c.events()).containsExactly("elected 2");
    }

    @Test
    void ifTheFirstHasNoEvidenceTheLeaderIsEvictedAndTheQueueDecides() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startDeafLeader("a", wire);
        TestManager b = start("b");
        awaitQueue(b, 2);
        TestManager c = start("c");
        awaitQueue(b, 3);
        wire.set(ZooKeeperWire.Fault.SILENT);

        assertThat(evict(c, a).join()).isTrue();

        await().until(b::leads);
        assertThat(b.history(9)).extracting(HistoryEntry::name).containsExactly("a", null, "b");
    }

    @Test
    void whoIsTheFirstOnlySinceAnotherOneIsDeadTakesOver() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startDeafLeader("a", wire);
        TestManager b = start(wire.address(), "b", LONG);
        awaitQueue(b, 2);
        TestManager c = start("c");
        awaitQueue(c, 3);
        wire.set(ZooKeeperWire.Fault.SILENT);

        assertThat(evict(c, b).join()).isTrue();
        assertThat(evict(c, a).join()).isTrue();

        await().until(c::leads);
        assertThat(c.events()).containsExactly("elected 2");
    }

    @Test
    void aTakeOverWhoseAnswerIsLostIsReadBack() throws Exception {
        ZooKeeperWire wire = wire();
        ZooKeeperWire own = wire();
        TestManager a = startDeafLeader("a", wire);
        TestManager b = start(own.address(), "b", LONG);
        awaitQueue(a, 2);
        wire.set(ZooKeeperWire.Fault.SILENT);
        own.set(ZooKeeperWire.Fault.LOSE_REPLY_OF_NEXT_MULTI);

        CompletableFuture<Boolean> evicted = evict(b, a);

        await().atMost(Duration.ofSeconds(30)).until(b::leads);
        assertThat(b.events()).contains("elected 2").doesNotContain("elected 3");
        assertThat(evicted).succeedsWithin(Duration.ofSeconds(30));
        assertThat(b.leadership().epoch()).isEqualTo(2);
    }

    @Test
    void aLeaderThatLivesIsFrozenBeforeItsSuccessorIsAvailable() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        awaitQueue(b, 2);
        a.leadership().publishAvailable();

        assertThat(evict(b, a).join()).isTrue();
        await().until(() -> !a.leadership().mayAct());
        b.leadership().publishAvailable();

        await().untilAsserted(() -> assertThat(a.events()).last().asString().startsWith("ended 1"));
        assertThat(a.events()).as("at once, before it has read what happened").contains("frozen 1");
        awaitQueue(b, 2);
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).containsExactly(a.self()));
    }

    @Test
    void aLeaderThatHasWrittenItsNodeSinceItWasReadIsNotReplaced() throws Exception {
        TestManager a = startLeader("a");
        ZkHandle zk = a.session().handle();
        ClusterNodes before = read(zk);
        a.leadership().publishServices(Map.of("hello", "http://a/hello/"));

        assertThat(send(zk, a, before)).isInstanceOf(MultiOutcome.Refused.class);
        assertThat(a.leads()).isTrue();
        assertThat(send(zk, a, read(zk))).isInstanceOf(MultiOutcome.Done.class);
    }

    @Test
    void nothingIsTakenOverSinceTheLayoutHasChanged() throws Exception {
        TestManager a = startLeader("a");
        ZkHandle zk = a.session().handle();
        ClusterNodes before = read(zk);
        byte[] root = a.session().client().getData().forPath(paths.root());
        a.session().client().setData().forPath(paths.root(), root);

        assertThat(send(zk, a, before)).isInstanceOf(MultiOutcome.Refused.class);
        assertThat(a.leads()).isTrue();
    }

    private ClusterNodes read(ZkHandle zk) {
        return new ClusterReader(paths, new ConfirmedEpochs()).read(zk, ClusterReader.Scope.FRESH).join();
    }

    private MultiOutcome send(ZkHandle zk, TestManager leader, ClusterNodes listing) {
        TakeOver order = Objects.requireNonNull(TakeOver.of(listing, leader.name(), leader.self().gid(), WHY));
        NodeContent.Active next = NodeContent.Active.starting(TestManager.describe("z", 0), listing.epochNumber() + 1,
                Instant.EPOCH);
        return order.transaction(paths, next, Instant.EPOCH).send(zk).join();
    }

    @Test
    @SuppressWarnings("NullAway") // javac writes no type annotations of a record's compact constructor
    void nobodyTakesOverWhileTheClusterIsSetDownOrHasNoRoot() throws Exception {
        TestManager a = startLeader("a");
        ClusterNodes up = read(a.session().handle());
        long gid = a.self().gid();
        NodeContent.Epoch down = new NodeContent.Epoch(up.epochNumber(), true, null);

        assertThat(TakeOver.of(up, "a", gid, WHY)).isNotNull();
        assertThat(TakeOver.of(up, "a", gid + 1, WHY)).as("another process of that name").isNull();
        assertThat(TakeOver.of(new ClusterNodes(up.root(), up.rootVersion(), down, up.epochVersion(), up.active(),
                up.managers(), up.modules(), up.queue(), true), "a", gid, WHY)).as("set down").isNull();
        assertThat(TakeOver.of(new ClusterNodes(null, -1, up.epoch(), up.epochVersion(), up.active(), up.managers(),
                up.modules(), up.queue(), true), "a", gid, WHY)).as("no root").isNull();
    }
}
