package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.NotActiveException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.testing.TestManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ElectionTest extends ElectionFixture {
    ElectionTest() {
        super(Duration.ofSeconds(3));
    }

    private static void awaitActive(TestManager seenBy, String name) {
        await().untilAsserted(() -> {
            MgrMap.Active active = seenBy.election().map().active();
            assertThat(active == null ? "nobody" : active.manager().name()).isEqualTo(name);
        });
    }

    @Test
    void onlyOneOfThreeLeadsAndAllSeeTheSameMap() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        TestManager c = start("c");

        a.leadership().publishAvailable();
        a.leadership().publishServices(Map.of("hello", "http://a/hello/"));
        a.leadership().changeModules(Set.of("hello"), now -> now);

        for (TestManager manager : List.of(a, b, c)) {
            await().untilAsserted(() -> {
                MgrMap map = manager.election().map();
                assertThat(map.available()).isTrue();
                assertThat(map.epoch()).isEqualTo(1);
                assertThat(map.services()).isEqualTo(Map.of("hello", "http://a/hello/"));
                assertThat(map.modules()).containsExactly("hello");
                assertThat(map.standbys()).extracting(MgrMap.Manager::name).containsExactly("b", "c");
                assertThat(map.active()).extracting(active -> active.manager()).isEqualTo(a.self());
            });
        }
        assertThat(b.election().map()).isEqualTo(c.election().map());
        assertThat(b.events()).isEmpty();
        assertThat(c.events()).isEmpty();
    }

    @Test
    void closingTheLeaderHandsOver() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");

        a.close();

        await().until(b::leads);
        assertThat(b.events()).containsExactly("elected 3");
        assertThat(a.events()).containsExactly("elected 1", "ended 1: stopping");
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).isEmpty());
        assertThat(b.history(10))
                .extracting(HistoryEntry::epoch, HistoryEntry::name, HistoryEntry::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, "a", "elected"),
                        org.assertj.core.groups.Tuple.tuple(2L, null, "'a' handed over: stopping"),
                        org.assertj.core.groups.Tuple.tuple(3L, "b", "elected"));
        HistoryEntry first = b.election().history(1).orElseThrow();
        assertThat(first.until()).isEqualTo(b.election().history(2).orElseThrow().since());
        assertThat(b.election().history(3).orElseThrow().until()).isNull();
        assertThat(b.election().history(4)).isEmpty();
    }

    @Test
    void whoLeavesHandsOverAndIsNotListedButStillSeesWhoLeadsNext() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(a.election().map().standbys()).hasSize(1));

        a.election().leave();

        awaitActive(b, "b");
        awaitActive(a, "b");
        assertThat(a.election().map().standbys()).isEmpty();
        assertThat(a.election().candidates()).extracting(Candidate::name).containsExactly("b");
    }

    @Test
    void releaseQueuesLast() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        start("c");
        await().untilAsserted(() -> assertThat(queue()).hasSize(3));
        a.leadership().release("for a test");

        await().until(b::leads);
        assertThat(a.leadership().state()).isEqualTo(Leadership.State.ENDED);
        b.leadership().release("for a test");
        awaitActive(a, "c");
    }

    @Test
    void failedActivationIsNotQueuedForAWhile() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue()).hasSize(2));
        long failed = System.nanoTime();
        a.leadership().activationFailed("port taken");
        await().until(b::leads);
        b.leadership().release("for a test");
        await().until(() -> elections(a) + elections(b) == 3);
        // a pauses for a second at least, so nobody takes over at once: unless this took longer than its pause.
        if (elections(a) == 2) {
            assertThat(Duration.ofNanos(System.nanoTime() - failed)).isGreaterThan(Duration.ofSeconds(1));
        }
        await().untilAsserted(() -> assertThat(queue()).hasSize(2));
    }

    private static long elections(TestManager manager) {
        return manager.events().stream().filter(event -> event.startsWith("elected")).count();
    }

    private List<String> queue() throws Exception {
        return managers.getFirst().session().client().getChildren().forPath(paths.latch());
    }

    @Test
    void failIsBoundToItsEpoch() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");

        FailResult failed = b.election().fail(null, 1L, HandOverRequest.NONE);

        assertThat(failed.outcome()).isEqualTo(FailResult.FailOutcome.FAILED);
        await().until(b::leads);
        await().untilAsserted(
                () -> assertThat(a.events()).hasSizeGreaterThanOrEqualTo(2).first().isEqualTo("elected 1"));
        FailResult late = a.election().fail(null, 1L, HandOverRequest.NONE);
        assertThat(late.outcome()).isEqualTo(FailResult.FailOutcome.ALREADY);
        assertThat(late.text()).isEqualTo("already failed: epoch 1 is over, now 3");
        assertThat(b.leads()).isTrue();
    }

    @Test
    void failNamesWhatItFound() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue()).hasSize(2));

        assertThat(b.election().fail("x", null, HandOverRequest.NONE)).extracting(FailResult::outcome, FailResult::text)
                .containsExactly(
                        FailResult.FailOutcome.ALREADY, "Daemon not found 'x', already failed?");
        List<String> before = queue();
        assertThat(a.election().fail("b", null, HandOverRequest.NONE).text()).contains("standby");
        await().untilAsserted(() -> assertThat(queue()).hasSize(2).isNotEqualTo(before));
        assertThat(a.leads()).isTrue();
        assertThat(b.election().fail(Long.toString(a.self().gid()), null, HandOverRequest.NONE).outcome()).isEqualTo(
                FailResult.FailOutcome.FAILED);
    }

    @Test
    void setDownEvictsAndKeepsEverybodyFromLeading() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");

        b.election().setDown(true, HandOverRequest.NONE);

        await().untilAsserted(() -> assertThat(a.leadership().state()).isEqualTo(Leadership.State.ENDED));
        assertThat(b.election().sync()).extracting(MgrMap::down, MgrMap::active, MgrMap::epoch)
                .containsExactly(true, null,
                        2L);
        assertThat(b.election().fail(null, null, HandOverRequest.NONE).text()).isEqualTo("Currently no active mgr");
        assertThat(b.election().setDown(true, HandOverRequest.NONE)).contains("already");
        a.election().setDown(false, HandOverRequest.NONE);
        await().until(() -> a.leads() || b.leads());
        assertThat(b.election().sync().epoch()).isEqualTo(4);
    }

    /** A drain as a daemon has it: the leader hands over as asked, if it is the one that is meant. */
    private HandOverRequest drainOf(TestManager leader) {
        return (gid, epoch, how) -> {
            if (gid != leader.self().gid() || epoch != leader.leadership().epoch()) {
                return Duration.ZERO;
            }
            Thread.ofVirtual().start(() -> leader.leadership().release(how));
            return Duration.ofSeconds(20);
        };
    }

    @Test
    void failHasTheLeaderHandOverByItself() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");

        FailResult failed = b.election().fail(null, null, drainOf(a));

        assertThat(failed.outcome()).isEqualTo(FailResult.FailOutcome.FAILED);
        assertThat(failed.text()).startsWith("failed mgr 'a'; epoch is now ");
        assertThat(failed.epoch()).isGreaterThanOrEqualTo(2);
        assertThat(b.election().history(2)).get()
                .extracting(HistoryEntry::why)
                .isEqualTo("'a' handed over: mgr fail");
        await().until(b::leads);
    }

    @Test
    void whoDoesNotHandOverInTimeLosesLeadershipAllTheSame() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");

        FailResult failed = b.election().fail("a", 1L, (_, _, _) -> Duration.ofMillis(50));

        assertThat(failed.outcome()).isEqualTo(FailResult.FailOutcome.FAILED);
        assertThat(b.election().history(2)).get()
                .extracting(HistoryEntry::why)
                .isEqualTo("mgr fail of 'a'");
        await().until(() -> a.leadership().state() == Leadership.State.ENDED && b.leads());
    }

    @Test
    void setDownHasTheLeaderHandOverAndNobodyLeadsInBetween() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b");
        await().untilAsserted(() -> assertThat(queue()).hasSize(2));

        assertThat(b.election().setDown(true, drainOf(a))).isEqualTo("mgr down is now true; epoch is now 2");

        assertThat(b.election().sync()).extracting(MgrMap::down, MgrMap::active, MgrMap::epoch)
                .containsExactly(true, null, 2L);
        assertThat(b.election().history(2)).get()
                .extracting(HistoryEntry::why)
                .isEqualTo("'a' handed over: mgr set down true");
        assertThat(b.events()).isEmpty();
    }

    @Test
    void aWrongListOfModulesIsToldAndSoIsTheNextGoodOne() throws Exception {
        TestManager a = start("a");
        List<Object> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        a.election().onModulesChange(list -> told.add(list.<Object>map(names -> names).orElse("unreadable")));
        await().until(a::leads);
        var raw = a.session().client();

        a.leadership().changeModules(Set.of("hello"), now -> now);
        await().until(() -> told.equals(List.of(List.of("hello"))));
        raw.setData().forPath(paths.modules(), "no list".getBytes(StandardCharsets.UTF_8));
        await().until(() -> told.size() == 2);
        assertThat(a.election().map().modules()).containsExactly("hello");
        raw.setData().forPath(paths.modules(), "[\"hello\",\"x\"]".getBytes(StandardCharsets.UTF_8));
        await().until(() -> told.equals(List.of(List.of("hello"), "unreadable", List.of("hello", "x"))));
    }

    @Test
    void aChangeOfTheModulesKeepsWhatOthersWroteAtTheSameTime() throws Exception {
        TestManager a = startLeader("a");
        var raw = a.session().client();
        a.leadership().changeModules(Set.of("hello"), now -> now);
        List<Set<String>> seen = new ArrayList<>();

        var stored = a.leadership().changeModules(Set.of(), now -> {
            seen.add(Set.copyOf(now));
            if (seen.size() < 3) {
                try {
                    raw.setData()
                            .forPath(paths.modules(),
                                    ("[\"hello\",\"other" + seen.size() + "\"]").getBytes(StandardCharsets.UTF_8));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            now.add("mine");
            return now;
        });

        assertThat(seen).containsExactly(Set.of("hello"), Set.of("hello", "other1"), Set.of("hello", "other2"));
        assertThat(stored).containsExactly("hello", "mine", "other2");
        assertThat(raw.getData().forPath(paths.modules())).asString(StandardCharsets.UTF_8)
                .isEqualTo("[\"hello\",\"mine\",\"other2\"]");
    }

    @Test
    void changesOfTheModulesOneAfterTheOtherAreAllStored() throws Exception {
        TestManager a = startLeader("a");
        Set<String> wanted = new java.util.TreeSet<>();
        for (int i = 0; i < 60; i++) {
            String module = "m" + i;
            wanted.add(module);
            var stored = a.leadership().changeModules(Set.of(), now -> {
                now.add(module);
                return now;
            });
            assertThat(stored).isEqualTo(wanted);
        }
        assertThat(a.election().sync().modules()).containsExactlyElementsOf(wanted);
    }

    @Test
    void higherPriorityGoesFirst() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b", 0);
        TestManager favourite = start("c", 5);
        await().untilAsserted(() -> assertThat(queue()).hasSize(3));

        a.leadership().release("for a test");

        await().until(favourite::leads);
        assertThat(b.events()).isEmpty();
    }

    @Test
    void whoCannotDoTheWorkGoesBehindThoseThatCanWhateverItsPriority() throws Exception {
        TestManager a = startLeader("a");
        TestManager full = start("b", 5);
        TestManager c = start("c", 0);
        full.election().unable("its disk is full");
        await().untilAsserted(() -> assertThat(a.election().candidates()).contains(
                new Candidate("b", full.self().gid(), "its disk is full"), new Candidate("c", c.self().gid(), null)));

        a.leadership().release("for a test");

        await().until(c::leads);
        assertThat(full.events()).isEmpty();
    }

    @Test
    void ofThoseThatCannotDoTheWorkOneLeadsAndWhoCanAgainIsTheNext() throws Exception {
        TestManager a = startLeader("a");
        TestManager b = start("b", 0);
        TestManager c = start("c", 5);
        List.of(a, b, c).forEach(manager -> manager.election().unable("its disk is full"));
        await().untilAsserted(() -> assertThat(b.election().candidates()).extracting(Candidate::unable)
                .filteredOn(Objects::nonNull)
                .hasSizeGreaterThanOrEqualTo(2));

        a.leadership().release("for a test");
        await().until(c::leads);

        b.election().unable(null);
        await().untilAsserted(() -> assertThat(b.election().candidates()).contains(new Candidate("b", b.self().gid(),
                null)));
        c.leadership().release("for a test");
        await().until(b::leads);
    }

    @Test
    void neverDoesNotQueueButIsAStandby() throws Exception {
        TestManager never = start("a", null);
        TestManager b = start("b", 0);

        await().until(b::leads);
        b.election().close();

        await().untilAsserted(() -> assertThat(never.election().map().active()).isNull());
        await().untilAsserted(() -> assertThat(never.election().map().standbys()).containsExactly(never.self()));
        assertThat(never.events()).isEmpty();
    }

    @Test
    void evictionByEvidenceLetsTheNextOneLeadAtOnce() throws Exception {
        Duration session = Duration.ofSeconds(6); // whose half b would wait until it looks by itself
        TestManager a = startLeader(zookeeper.address(), "a", session);
        TestManager b = start(zookeeper.address(), "b", session);
        await().untilAsserted(() -> assertThat(queue()).hasSize(2));

        long begin = System.nanoTime();
        assertThat(b.election().evict("a", a.self().gid(), "connection refused")).isTrue();
        await().pollInterval(Duration.ofMillis(2)).until(b::leads);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(session.dividedBy(3));

        assertThat(b.election().evict("a", 7, "another process")).isFalse();
        assertThatThrownBy(() -> a.leadership().commit(write("x"))).isInstanceOf(NotActiveException.class);
        // a lives, so it registers and queues again.
        await().untilAsserted(() -> assertThat(queue()).hasSize(2));
        await().untilAsserted(() -> assertThat(b.election().map().standbys()).containsExactly(a.self()));
    }

    private List<FencedWriter.Write> write(String name) {
        return List.of(new FencedWriter.Write.Create(paths.configKey() + "/" + name, name.getBytes(
                StandardCharsets.UTF_8)));
    }
}
