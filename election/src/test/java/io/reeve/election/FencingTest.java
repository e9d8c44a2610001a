package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.FrozenException;
import io.reeve.api.MgrException;
import io.reeve.api.NotActiveException;
import io.reeve.api.StoreException;
import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.ZooKeeperWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

class FencingTest extends ElectionFixture {
    private static final Duration T = Duration.ofSeconds(2);
    /** A client waits up to a second before it connects again: with a shorter session leadership would end. */
    private static final Duration LONG = Duration.ofSeconds(6);

    FencingTest() {
        super(T);
    }

    private String key(String name) {
        return paths.configKey() + "/" + name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private FencedWriter.Write create(String name) {
        return new FencedWriter.Write.Create(key(name), bytes(name));
    }

    private FencedWriter.Write set(String name, String value) {
        return new FencedWriter.Write.Set(key(name), bytes(value), -1);
    }

    @Test
    void commitsAllOrNothingAndTellsWhichWriteWasRefused() throws Exception {
        TestManager a = startLeader("a");

        List<Long> zxids = a.leadership().commit(List.of(create("x"), create("y")));
        assertThat(zxids).hasSize(2).containsOnly(stat(a, "x").getMzxid());
        assertThat(a.leadership().commit(List.of(set("x", "2"), new FencedWriter.Write.Delete(key("y"), -1))))
                .containsExactly(
                        stat(a, "x").getMzxid(), 0L);

        assertThatThrownBy(() -> a.leadership().commit(List.of(set("x", "3"), create("x"))))
                .isInstanceOfSatisfying(FencedWriter.ConflictException.class, e -> {
                    assertThat(e.index()).isEqualTo(1);
                    assertThat(e.reason()).isEqualTo(FencedWriter.ConflictException.Reason.NODE_EXISTS);
                });
        assertThat(data(a, "x")).isEqualTo("2");
        assertThat(a.leads()).isTrue();
        byte[] huge = new byte[FencedCommit.MAX_BYTES];
        assertThatThrownBy(() -> a.leadership().commit(List.of(new FencedWriter.Write.Create(key("z"), huge))))
                .isInstanceOf(
                        StoreException.class)
                .hasMessageContaining("write less");
    }

    private Stat stat(TestManager by, String name) throws Exception {
        return by.session().client().checkExists().forPath(key(name));
    }

    private String data(TestManager by, String name) throws Exception {
        return new String(by.session().client().getData().forPath(key(name)), StandardCharsets.UTF_8);
    }

    @Test
    void deposedLeadersCommitIsRefused() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        Leadership old = a.leadership();

        b.election().fail(null, null, HandOverRequest.NONE);
        assertThatThrownBy(() -> old.commit(List.of(create("x")))).isInstanceOfAny(NotActiveException.class,
                FrozenException.class);

        await().until(b::leads);
        assertThatThrownBy(() -> old.commit(List.of(create("x")))).isInstanceOf(NotActiveException.class);
        assertThat(b.session().client().checkExists().forPath(key("x"))).isNull();
        b.leadership().commit(List.of(create("x")));
    }

    @Test
    void killedSessionEndsLeadershipAndTheManagerComesBackAsStandby() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2));

        a.killSession();

        await().until(b::leads);
        await().untilAsserted(() -> assertThat(a.leadership().state()).isEqualTo(Leadership.State.ENDED));
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).containsExactly(a.self()));
        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2));
    }

    private List<String> queue(TestManager by) throws Exception {
        return by.session().client().getChildren().forPath(paths.latch());
    }

    @Test
    void deletingTheActiveNodeByHandIsAStepDown() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2));

        b.session().client().delete().forPath(paths.active());

        await().until(b::leads);
        await().untilAsserted(() -> assertThat(a.events().getLast()).startsWith("ended 1"));
        assertThat(b.leadership().epoch()).isEqualTo(2);
    }

    @Test
    void deletingThePlaceInTheQueueByHandIsAStepDown() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2));
        String first = queue(b).stream()
                .min(java.util.Comparator.comparing(node -> node.substring(node.length() - 10)))
                .orElseThrow();

        b.session().client().delete().forPath(paths.latch() + "/" + first);

        await().until(b::leads);
        assertThat(a.leadership().state()).isEqualTo(Leadership.State.ENDED);
        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2));
    }

    @Test
    void standbyWhosePlaceWasDeletedQueuesAgain() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2));
        String last = queue(b).stream()
                .max(java.util.Comparator.comparing(node -> node.substring(node.length() - 10)))
                .orElseThrow();

        a.session().client().delete().forPath(paths.latch() + "/" + last);

        await().untilAsserted(() -> assertThat(queue(b)).hasSize(2).doesNotContain(last));
        a.leadership().release("for a test");
        await().until(b::leads);
    }

    @Test
    void freezesWhileZooKeeperIsAwayAndThawsInTheSameEpoch() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startLeader(wire.address(), "a", LONG);
        Leadership leadership = a.leadership();

        wire.set(ZooKeeperWire.Fault.LOSE_NEXT_MULTI);

        await().pollInterval(Duration.ofMillis(5)).until(() -> a.events().contains("thawed 1"));
        assertThat(a.events()).containsExactly("elected 1", "frozen 1", "thawed 1");
        assertThat(leadership.mayAct()).isTrue();
        leadership.commit(List.of(create("x")));
    }

    @Test
    void silentCutFreezesThenEndsBeforeTheSessionCanExpire() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startLeader(wire.address(), "a", LONG);
        TestManager b = start("b");
        Leadership old = a.leadership();
        long begin = System.nanoTime();
        AtomicLong acted = new AtomicLong(begin);

        wire.set(ZooKeeperWire.Fault.SILENT);

        await().pollInterval(Duration.ofMillis(2)).until(() -> {
            long now = System.nanoTime(); // before the question: this thread's own pauses are not a's
            boolean mayAct = old.mayAct();
            if (mayAct) {
                acted.set(now);
            }
            return !mayAct;
        });
        assertThat(Duration.ofNanos(acted.get() - begin)).isLessThan(LONG.multipliedBy(7).dividedBy(10));
        assertThat(b.leads()).isFalse();
        assertThatThrownBy(() -> old.commit(List.of(create("x")))).isInstanceOf(FrozenException.class);
        await().pollInterval(Duration.ofMillis(2)).until(() -> old.state() == Leadership.State.ENDED);
        assertThat(b.leads()).isFalse();
        await().until(b::leads);
        wire.set(ZooKeeperWire.Fault.NONE);
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).containsExactly(a.self()));
        assertThat(b.leads()).isTrue();
    }

    @Test
    void zooKeeperRestartedWithinTheSessionChangesNothing() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");

        zookeeper.stop();
        await().until(() -> a.events().contains("frozen 1"));
        zookeeper.restart();

        await().until(() -> a.leads() || b.leads());
        await().untilAsserted(() -> assertThat(a.election().map()).isEqualTo(b.election().map()));
        assertThat(List.of(a.leads(), b.leads())).containsOnlyOnce(true);
    }

    @Test
    void adoptsItsOwnActiveNodeWhenOnlyTheReplyWasLost() throws Exception {
        TestManager a = startLeader("a");
        ZooKeeperWire wire = wire();
        TestManager b = start(wire.address(), "b", LONG);
        await().untilAsserted(() -> assertThat(queue(a)).hasSize(2));

        wire.set(ZooKeeperWire.Fault.LOSE_REPLY_OF_NEXT_MULTI);
        a.close();

        await().until(b::leads);
        assertThat(wire.fault()).isEqualTo(ZooKeeperWire.Fault.NONE);
        assertThat(b.events()).containsExactly("elected 3");
        b.leadership().commit(List.of(create("x")));
        assertThat(b.election().sync().epoch()).isEqualTo(3);
    }

    @Test
    void commitWhoseReplyWasLostIsAppliedOnce() throws Exception {
        ZooKeeperWire wire = wire();
        TestManager a = startLeader(wire.address(), "a", LONG);
        a.leadership().commit(List.of(create("x")));
        var seen = new ArrayList<Integer>();
        for (ZooKeeperWire.Fault fault : List.of(ZooKeeperWire.Fault.LOSE_REPLY_OF_NEXT_MULTI,
                ZooKeeperWire.Fault.LOSE_NEXT_MULTI)) {
            for (int round = 0; round < 3; round++) {
                String value = fault + " " + round;
                int before = stat(a, "x").getVersion();
                await().until(a::leads);
                wire.set(fault);
                try {
                    List<Long> zxids = a.leadership().commit(List.of(set("x", value)));
                    assertThat(zxids).containsExactly(stat(a, "x").getMzxid());
                    assertThat(data(a, "x")).isEqualTo(value);
                    seen.add(stat(a, "x").getVersion() - before);
                } catch (FrozenException e) {
                    assertThat(stat(a, "x").getVersion()).isEqualTo(before);
                } catch (MgrException e) {
                    assertThat(stat(a, "x").getVersion()).isBetween(before, before + 1);
                }
                await().until(() -> wire.fault() == ZooKeeperWire.Fault.NONE);
            }
        }
        assertThat(seen).isNotEmpty().containsOnly(1);
    }

    @Test
    void aStandbyThatIsCutOffKeepsItsMapAndSaysHowOldItIs() throws Exception {
        startLeader("a");
        ZooKeeperWire wire = wire();
        TestManager b = start(wire.address(), "b", LONG);
        await().until(() -> b.election().map().active() != null);

        wire.set(ZooKeeperWire.Fault.SILENT);
        await().until(() -> !b.election().isConnected());

        assertThat(b.election().map().active()).as("the active that was last seen").isNotNull();
        assertThat(b.election().map().epoch()).isPositive();
        assertThat(b.election().mapAge()).isPositive();
    }
}
