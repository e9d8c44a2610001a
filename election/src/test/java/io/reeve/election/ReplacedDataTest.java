package io.reeve.election;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.election.testing.TestManager;
import io.reeve.election.testing.TestZooKeeper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What managers do when ZooKeeper's data are wiped or an older copy is put back under them. */
class ReplacedDataTest {
    private static final Duration T = Duration.ofMillis(1500);

    @TempDir
    Path folder;

    private final ConfirmedEpochs confirmed = new ConfirmedEpochs();
    private final ConfirmedEpochs confirmedByB = new ConfirmedEpochs();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stopAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private TestManager start(TestZooKeeper zookeeper, String name, ConfirmedEpochs seen) throws Exception {
        TestManager manager = TestManager.start(zookeeper.address(), name, T, 0, _ -> NameProbe.Verdict.GONE, seen);
        open.add(manager);
        return manager;
    }

    private TestManager startLeader(TestZooKeeper zookeeper) throws Exception {
        TestManager a = start(zookeeper, "a", confirmed);
        await().until(a::leads);
        return a;
    }

    /** Ends the present leadership; one of these leads in a later epoch then. */
    private static void failOver(TestManager... managers) {
        FailResult failed = managers[0].election().fail(null, null, HandOverRequest.NONE);
        assertThat(failed.outcome()).isEqualTo(FailResult.FailOutcome.FAILED);
        await().until(() -> Stream.of(managers)
                .anyMatch(manager -> manager.leads() && manager.leadership().epoch() > failed.epoch()));
    }

    private static void assertBeginsAnew(TestManager manager, String why) throws Exception {
        assertThat(manager.election().foreign().get(60, SECONDS)).contains(why);
        assertThat(manager.leads()).isFalse();
        assertThat(manager.election().isRegistered()).as("ready").isFalse();
        manager.close();
    }

    @Test
    void wipedDataAreNoticedThroughANewSession() throws Exception {
        TestZooKeeper before = new TestZooKeeper();
        TestManager a = startLeader(before);
        TestManager b = start(before, "b", confirmedByB);
        for (int i = 0; i < 3; i++) {
            failOver(a, b);
        }
        String fsid = a.election().map().fsid();
        int port = before.port();
        before.close();
        TestZooKeeper wiped = new TestZooKeeper(port, null);
        open.add(wiped);
        assertBeginsAnew(a, "this manager belongs to " + fsid);
        assertBeginsAnew(b, "this manager belongs to " + fsid);
        TestManager again = startLeader(wiped);
        assertThat(again.election().map().fsid()).isNotEqualTo(fsid);
        assertThat(again.leadership().epoch()).isEqualTo(1);
    }

    @Test
    void anOlderCopyIsNoticedAndTheNextEpochIsAboveEveryOneSeen() throws Exception {
        File data = Files.createDirectory(folder.resolve("data")).toFile();
        TestZooKeeper before = new TestZooKeeper(-1, data);
        int port = before.port();
        startLeader(before).close();
        before.close();
        Path copy = folder.resolve("copy");
        copy(data.toPath(), copy);
        TestZooKeeper later = new TestZooKeeper(port, data);
        TestManager a = startLeader(later);
        TestManager b = start(later, "b", confirmedByB);
        for (int i = 0; i < 5; i++) {
            failOver(a, b);
        }
        long seen = Math.max(a.election().sync().epoch(), b.election().sync().epoch());
        later.close();
        TestZooKeeper restored = new TestZooKeeper(port, copy.toFile());
        open.add(restored);
        assertBeginsAnew(a, "has been");
        TestManager again = startLeader(restored);
        assertThat(again.leadership().epoch()).isGreaterThan(seen);
        // The other one comes later: the epoch is above what it has seen already, or it raises it.
        await().until(() -> b.election().foreign().isDone() || b.election().isRegistered());
    }

    /** As with servers of an ensemble, the copy begins with a higher transaction id, so that the session goes on in it. */
    @Test
    void aCopyOfTheSameEpochIsNoticedInTheSameSessionByTheLeaderWhoseWriteItLacks() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        TestZooKeeper before = new TestZooKeeper(-1, data.toFile());
        int port = before.port();
        TestManager a = TestManager.start(before.address(), "a", Duration.ofSeconds(6), 0, _ -> NameProbe.Verdict.GONE,
                confirmed);
        open.add(a);
        await().until(a::leads);
        ZkHandle session = a.session().handle();
        String node = new ClusterPaths("test").root() + "/written";
        assertThat(a.leadership().commit(List.of(new FencedWriter.Write.Create(node, new byte[]{1})))).hasSize(1);
        before.close();
        TestZooKeeper later = new TestZooKeeper(port, data.toFile()); // begins with a snapshot
        await().until(() -> !a.leadership().isFrozen());
        assertThat(a.election().foreign()).as("nothing was lost").isNotDone();
        copy(data, folder.resolve("copy"));
        assertThat(a.leadership().commit(List.of(new FencedWriter.Write.Set(node, new byte[]{2}, 0)))).hasSize(1);
        later.close();
        raiseTransactionId(folder.resolve("copy/version-2"));
        open.add(new TestZooKeeper(port, folder.resolve("copy").toFile()));
        assertBeginsAnew(a, "node /reeve/test/written is in an older state than was written");
        assertThat(a.session().handle()).as("the session").isEqualTo(session);
    }

    /** Has the newest snapshot begin another epoch of ZooKeeper's, which makes the upper half of its transaction ids. */
    private static void raiseTransactionId(Path version) throws IOException {
        try (Stream<Path> files = Files.list(version)) {
            Path newest = files.filter(file -> file.getFileName().toString().startsWith("snapshot."))
                    .max(Comparator.comparingLong(file -> Long.parseLong(
                            file.getFileName().toString().substring("snapshot.".length()), 16)))
                    .orElseThrow();
            Files.move(newest, newest.resolveSibling("snapshot.100000000"));
        }
    }

    @Test
    void aTreeThatIsDeletedByHandIsNoticedInTheSameSession() throws Exception {
        TestZooKeeper zookeeper = new TestZooKeeper();
        open.add(zookeeper);
        TestManager a = startLeader(zookeeper);
        ZooKeeperSession session = ZooKeeperSession.connect(zookeeper.address(), T);
        open.add(session);
        CuratorFramework raw = session.client();
        await().ignoreExceptions().until(() -> {
            raw.delete().quietly().deletingChildrenIfNeeded().forPath("/reeve/test");
            return true;
        });
        assertBeginsAnew(a, "they have "); // another cluster id, or epoch 0 before the root was deleted too
        startLeader(zookeeper);
    }

    @Test
    void aLowerEpochWrittenByHandIsNoticedAndRaised() throws Exception {
        TestZooKeeper zookeeper = new TestZooKeeper();
        open.add(zookeeper);
        TestManager a = startLeader(zookeeper);
        for (int i = 0; i < 3; i++) {
            failOver(a);
        }
        long seen = a.leadership().epoch();
        ZooKeeperSession session = ZooKeeperSession.connect(zookeeper.address(), T);
        open.add(session);
        session.client()
                .setData()
                .forPath(new ClusterPaths("test").epoch(),
                        "{\"epoch\":2,\"down\":false}".getBytes(StandardCharsets.UTF_8));
        assertBeginsAnew(a, "they have epoch ");
        assertThat(startLeader(zookeeper).leadership().epoch()).isGreaterThan(seen);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
