package io.reeve.reportport.peer;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.PeerRequest;
import io.reeve.election.PeerRequests;
import io.reeve.election.StepDown;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What managers conclude from their connections to each other. */
class PeerConnectionsTest {
    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final Identity B = new Identity("b", 2, "reeve", Node.FSID, 0);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Node node(String name, long gid) {
        Node node = new Node(name, gid);
        open.add(node);
        return node;
    }

    private Node connected(Node a, Node b) {
        a.sees(b.record());
        b.sees(a.record());
        await().until(() -> a.peers.isConnected(b.gid) && b.peers.isConnected(a.gid));
        return b;
    }

    /** The connection on which manager b, of gid 2, has said who it is. */
    private static Socket connected(Node a, RawPeer b) throws IOException {
        a.sees(Node.manager("b", 2, b.report()));
        Socket socket = b.accept(B);
        await().until(() -> a.peers.isConnected(2));
        return socket;
    }

    /** Waits until the link is past every check, so that a report would have come. */
    private static void awaitVerdict(Node node, long gid) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> node.peers.state(gid) == PeerLink.State.DIALING);
    }

    @Test
    void killedPeerIsReportedAtOnce() {
        List<Duration> found = new ArrayList<>();
        for (int round = 0; round < 5 && found.stream().noneMatch(time -> time.compareTo(AT_ONCE) < 0); round++) {
            found.add(untilAKilledPeerIsReported(10L * round));
        }
        assertThat(found).as("the fastest round, for the machine's own pauses")
                .anyMatch(time -> time.compareTo(AT_ONCE) < 0);
    }

    private Duration untilAKilledPeerIsReported(long gids) {
        Node a = node("a", gids + 1);
        Node b = connected(a, node("b", gids + 2));
        long killed = System.nanoTime();
        b.die();
        await().pollInterval(Duration.ofMillis(1)).until(() -> !a.deaths.isEmpty());
        Node.Death death = a.deaths.getFirst();
        assertThat(death.name()).isEqualTo("b");
        assertThat(death.gid()).isEqualTo(b.gid);
        assertThat(death.why()).contains("without a goodbye", "refuses connections");
        assertThat(a.peers.isConnected(b.gid)).isFalse();
        assertThat(a.deaths).hasSize(1);
        return Duration.ofNanos(death.nanos() - killed);
    }

    @Test
    void aPeerSaysThatItIsNoLongerActive() {
        Node a = node("a", 1);
        Node b = connected(a, node("b", 2));
        await().until(() -> a.peers.isActive(2));
        b.active = false;
        await().until(() -> !a.peers.isActive(2) && a.peers.isConnected(2));
    }

    /** In an undisturbed round; in any round within 200 ms, and what the machine's own pauses take of them. */
    @Test
    void standardTimingFindsADeathWithin50Milliseconds() throws Exception {
        List<Long> found = new ArrayList<>();
        while (found.isEmpty() || (found.size() < 10 && Collections.min(found) >= 50)) {
            try (Stalls stalls = new Stalls()) {
                found.add(millisFromDeathToEvidence());
                assertThat(found.getLast()).isLessThan(200 + 5 * stalls.longest().toMillis());
            }
        }
        assertThat(Collections.min(found)).as("rounds of %s ms", found).isLessThan(50);
    }

    private long millisFromDeathToEvidence() throws Exception {
        Node quiet = node("z", 9);
        List<Long> heard = new CopyOnWriteArrayList<>();
        try (RawPeer dying = new RawPeer();
                ReportPort port = new ReportPort(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        () -> new Identity("a", 1, "reeve", Node.FSID, 0), ReportPort.FRAMES);
                PeerConnections peers = new PeerConnections(port, PeerRequests.NONE,
                        new EpochHints(port::identity, _ -> {}), (_, _, _) -> heard.add(System.nanoTime()))) {
            peers.update(new io.reeve.api.cluster.MgrMap("reeve", Node.FSID, 1, false, null, java.time.Instant.EPOCH,
                    List.of(Node.manager("b", 2, dying.report()), quiet.record()), List.of()));
            Socket socket = dying.accept(B);
            await().until(() -> peers.isConnected(2));
            dying.refuse();
            long killed = System.nanoTime();
            socket.close();
            await().pollInterval(Duration.ofMillis(1)).until(() -> !heard.isEmpty());
            return MILLISECONDS.convert(Duration.ofNanos(heard.getFirst() - killed));
        }
    }

    @Test
    void goodbyeIsNoEvidence() {
        Node a = node("a", 1);
        Node b = connected(a, node("b", 2));
        b.close();
        awaitVerdict(a, 2);
        assertThat(a.deaths).isEmpty();
    }

    @Test
    void anotherGidAtTheAddressIsEvidence() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            Socket old = connected(a, b);
            old.close();
            try (Socket _ = b.accept(new Identity("b", 3, "reeve", Node.FSID, 0))) {
                await().until(() -> !a.deaths.isEmpty());
            }
        }
        assertThat(a.deaths.getFirst().gid()).isEqualTo(2);
        assertThat(a.deaths.getFirst().why()).contains("gid 3");
    }

    @Test
    void reconnectToTheSameProcessIsNoEvidence() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            a.sees(Node.manager("b", 2, b.report()));
            b.accept(B).close();
            try (Socket _ = b.accept(B)) {
                await().until(() -> a.peers.isConnected(2));
            }
            assertThat(a.deaths).isEmpty();
        }
    }

    @Test
    void reconnectThatIsNeverAnsweredIsNoEvidence() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            Socket old = connected(a, b);
            old.close();
            awaitVerdict(a, 2);
            assertThat(a.deaths).isEmpty();
        }
    }

    @Test
    void deathIsSeenAlsoIfTheFirstReconnectGetsNoAnswer() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            Socket old = connected(a, b);
            old.close();
            try (Socket unanswered = b.server.accept()) {
                assertThat(unanswered.getInputStream().readAllBytes()).isNotEmpty(); // hello, and its end
            }
            b.refuse();
            await().until(() -> !a.deaths.isEmpty());
            assertThat(a.deaths).singleElement().extracting(Node.Death::why).asString().contains("refuses connections");
        }
    }

    @Test
    void unreachableHostIsNoEvidence() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            Socket old = connected(a, b);
            old.close();
            await().until(() -> a.peers.state(2) == PeerLink.State.CHECKING);
            PeerLink link = Objects.requireNonNull(a.peers.link(2));
            CountDownLatch taken = new CountDownLatch(1);
            boolean _ = a.port.run(() -> {
                link.checked(new DialOutcome.Refused());
                link.checked(new DialOutcome.Unreachable("no route to host"));
                link.checked(new DialOutcome.Unreachable("no route to host"));
                taken.countDown();
            });
            await().until(() -> taken.getCount() == 0);
            awaitVerdict(a, 2);
            assertThat(a.deaths).isEmpty();
        }
    }

    @Test
    void fullBacklogIsNoEvidence() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            Socket old = connected(a, b);
            b.fillBacklog();
            old.close();
            awaitVerdict(a, 2);
            assertThat(a.deaths).isEmpty();
        }
    }

    @Test
    void peerThatHangsIsNotConnectedButNotDead() throws IOException {
        Node a = node("a", 1);
        try (RawPeer b = new RawPeer()) {
            try (Socket _ = connected(a, b)) {
                await().until(() -> !a.peers.isConnected(2));
                assertThat(a.peers.state(2)).isEqualTo(PeerLink.State.CONNECTED);
                assertThat(a.deaths).isEmpty();
            }
        }
    }

    @Test
    void openConnectionOfThePeerContradictsARefusal() throws Exception {
        Node a = node("a", 1);
        try (Socket own = new Socket(InetAddress.getLoopbackAddress(), a.portNumber()); RawPeer b = new RawPeer()) {
            Frames.write(own, Frame.Hello.of(Frame.MANAGER, B));
            assertThat(Frames.read(own)).isInstanceOf(Frame.Hello.class);
            prove(own, a);
            Socket old = connected(a, b);
            b.refuse();
            old.close();
            awaitVerdict(a, 2);
            assertThat(a.deaths).isEmpty();
        }
    }

    /** Proves that a connection to that node is manager b's. */
    private static void prove(Socket own, Node a) throws Exception {
        String nonce = FakeRegistrations.of("b", 2).announce(new PeerRequest.Connect(a.gid)).get(60, SECONDS);
        Frames.write(own, new Frame.Ping(1, 0, nonce));
        await().until(() -> a.port.hasSession(2));
    }

    @Test
    void theConnectionOfWhoeverOnlyCallsItselfThePeerContradictsNothing() throws IOException {
        Node a = node("a", 1);
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), a.portNumber());
                RawPeer b = new RawPeer()) {
            Frames.write(stranger, Frame.Hello.of(Frame.MANAGER, B));
            assertThat(Frames.read(stranger)).isInstanceOf(Frame.Hello.class);
            Frames.write(stranger, new Frame.Ping(1, 0, "0123"));
            assertThat(Frames.read(stranger)).isInstanceOf(Frame.Pong.class);
            Socket old = connected(a, b);
            b.refuse();
            old.close();
            await().until(() -> !a.deaths.isEmpty());
            assertThat(a.deaths).singleElement().extracting(Node.Death::name).isEqualTo("b");
        }
    }

    @Test
    void aProvedConnectionIsReplacedByAProvedOneAndByNoOther() throws Exception {
        Node a = node("a", 1);
        try (Socket first = b(a); Socket stranger = b(a)) {
            prove(first, a);
            assertThat(Frames.read(first)).isInstanceOf(Frame.Pong.class);
            String forAnother = FakeRegistrations.of("b", 2).announce(new PeerRequest.Connect(77)).get(60, SECONDS);
            for (String proof : List.of("", "nonsense", forAnother)) {
                Frames.write(stranger, new Frame.Ping(1, 0, proof));
                assertThat(Frames.read(stranger)).isInstanceOf(Frame.Pong.class);
            }
            Frames.write(first, new Frame.Ping(2, 0));
            assertThat(Frames.read(first)).as("the proved connection lives").isEqualTo(new Frame.Pong(2, 0, true));
            try (Socket second = b(a)) {
                prove(second, a);
                assertThat(Frames.isOver(first)).as("the older proved connection ends").isTrue();
            }
        }
    }

    @Test
    void anyNumberOfStrangersWhoCallThemselvesManagersKeepNoPeerOut() throws Exception {
        Node a = node("a", 1);
        List<Socket> strangers = new ArrayList<>();
        try (Socket proved = b(a)) {
            prove(proved, a);
            assertThat(Frames.read(proved)).isInstanceOf(Frame.Pong.class);
            for (int i = 0; i < 1_100; i++) {
                Socket stranger = new Socket(InetAddress.getLoopbackAddress(), a.portNumber());
                strangers.add(stranger);
                Frames.write(stranger, Frame.Hello.of(Frame.MANAGER, new Identity("z" + i, 1_000 + i, "reeve",
                        Node.FSID, 0)));
                assertThat(Frames.read(stranger)).isInstanceOf(Frame.Hello.class);
            }
            Node c = connected(a, node("c", 3));
            await().until(() -> a.port.hasSession(c.gid));
            Frames.write(proved, new Frame.Ping(2, 0));
            assertThat(Frames.read(proved)).isEqualTo(new Frame.Pong(2, 0, true));
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    /** A connection to that node on which somebody says to be manager b. */
    private static Socket b(Node a) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), a.portNumber());
        socket.setSoTimeout(60_000);
        Frames.write(socket, Frame.Hello.of(Frame.MANAGER, B));
        assertThat(Frames.read(socket)).isInstanceOf(Frame.Hello.class);
        return socket;
    }

    @Test
    void peerThatLivesAfterAReportIsSparedForFiveMinutes() throws IOException {
        Node.Clock clock = new Node.Clock();
        Node a = new Node("a", 1, 0, clock);
        open.add(a);
        try (RawPeer peer = new RawPeer()) {
            int number = peer.server.getLocalPort();
            peer.refuse();
            a.sees(Node.manager("b", 2, "127.0.0.1:" + number));
            cutOnce(a, number);
            await().until(() -> a.deaths.size() == 1);
            cutOnce(a, number);
            awaitVerdict(a, 2);
            assertThat(a.deaths).hasSize(1);
            clock.advance(Duration.ofMinutes(5).plusSeconds(1));
            cutOnce(a, number);
            await().until(() -> a.deaths.size() == 2);
        }
    }

    /** The peer listens, is connected, and is cut off by something that rejects. */
    private static void cutOnce(Node a, int number) throws IOException {
        Node b = new Node("b", 2, number, System::nanoTime);
        await().until(() -> a.peers.isConnected(2));
        b.die();
    }

    @Test
    void noticesThatItStoodStillItself() {
        Node.Clock clock = new Node.Clock();
        Node a = new Node("a", 1, 0, clock);
        open.add(a);
        assertThat(a.peers.wasPaused()).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(a.peers.wasPaused()).isTrue();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            clock.advance(Duration.ofMillis(200));
            return !a.peers.wasPaused();
        });
    }

    @Test
    void peerThatWasNeverConnectedIsNotReported() throws IOException {
        Node a = node("a", 1);
        RawPeer gone = new RawPeer();
        gone.close();
        Node e = node("e", 5);
        a.sees(Node.manager("b", 2, gone.report()), Node.manager("c", 3, "127.0.0.1"),
                Node.manager("d", 4, "no such host:6800"), e.record());
        await().until(() -> a.peers.isConnected(5));
        assertThat(List.of(a.peers.state(2), a.peers.state(3), a.peers.state(4))).containsOnly(PeerLink.State.DIALING);
        assertThat(a.deaths).isEmpty();
    }

    @Test
    void foreignClusterIsNotAPeer() {
        Node a = node("a", 1);
        Node b = node("b", 2);
        b.fsid = "99999999-2222-3333-4444-555555555555";
        b.epoch = 77;
        Node c = node("c", 3);
        a.sees(b.record(), c.record());
        b.sees(a.record());
        await().until(() -> a.peers.isConnected(3));
        assertThat(a.peers.isConnected(2) || b.peers.isConnected(1)).isFalse();
        assertThat(a.hints).isEmpty();
        assertThat(a.deaths).isEmpty();
    }

    @Test
    void aHigherEpochOfAPeerIsAHintInBothDirections() {
        Node a = node("a", 1);
        a.epoch = 7;
        Node b = connected(a, node("b", 2));
        await().until(() -> b.hints.contains(7L));
        b.epoch = 9;
        await().until(() -> a.hints.contains(9L));
    }

    @Test
    void peerIsAskedToHandOverAndSaysHowLongThatMayTake() throws Exception {
        Node a = node("a", 1);
        Node b = connected(a, node("b", 2));
        List<Object> heard = new ArrayList<>();
        b.stepDown = (_, epoch, how) -> {
            heard.add(epoch);
            heard.add(how);
            return Duration.ofMillis(200);
        };
        StepDown how = new StepDown("mgr fail", true);
        assertThat(a.peers.askToHandOver(2, 7, how).get(60, SECONDS)).isEqualTo(Duration.ofMillis(200));
        StepDown bare = StepDown.because("again");
        assertThat(a.peers.askToHandOver(2, 8, bare).get(60, SECONDS)).isEqualTo(Duration.ofMillis(200));
        assertThat(heard).containsExactly(7L, how, 8L, bare);
    }

    @Test
    void whoCannotBeAskedToHandOverIsNotWaitedFor() throws Exception {
        Node a = node("a", 1);
        Node b = connected(a, node("b", 2));
        StepDown how = StepDown.because("mgr fail");
        assertThat(a.peers.askToHandOver(77, 7, how).get(60, SECONDS)).isZero();
        var unanswered = a.peers.askToHandOver(2, 7, how); // b does not lead
        assertThat(unanswered).isNotDone();
        b.die();
        assertThat(unanswered.get(60, SECONDS)).isZero();
    }

    @Test
    void linesForTheAuditChannelReachTheActiveAndItsAnswerComesBack() {
        Node a = node("a", 1);
        Node b = connected(a, node("b", 2));
        List<String> lines = new CopyOnWriteArrayList<>();
        List<Long> written = new CopyOnWriteArrayList<>();
        b.audit = (by, line, done) -> {
            lines.add(by + ": " + line);
            if (lines.size() == 2) {
                done.run();
            }
        };
        MgrMap.Active active = new MgrMap.Active(b.record(), 1, Instant.EPOCH, true, Map.of());
        MgrMap map = new MgrMap("reeve", Node.FSID, 1, false, active, Instant.EPOCH, List.of(), List.of());
        a.peers.tellActive(map, 41, "first", () -> written.add(41L));
        a.peers.tellActive(map, 42, "second\nline", () -> written.add(42L));
        await().until(() -> written.equals(List.of(42L)));
        assertThat(lines).containsExactly("mgr.a: first", "mgr.a: second?line");
    }

    @Test
    void peerThatLeftTheMapIsLetGo() {
        Node a = node("a", 1);
        Node b = connected(a, node("b", 2));
        a.sees();
        await().until(() -> a.peers.state(2) == PeerLink.State.CLOSED);
        assertThat(b.deaths).isEmpty();
        assertThat(a.peers.isConnected(2)).isFalse();
    }
}
