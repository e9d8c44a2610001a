package io.reeve.reportport.peer;

import io.reeve.api.Backoff;
import io.reeve.api.cluster.MgrMap;
import io.reeve.election.PeerRequests;
import io.reeve.report.protocol.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A manager as far as its peers see it: a report port, its connections, and what it was told. */
final class Node implements AutoCloseable {
    static final String FSID = "11111111-2222-3333-4444-555555555555";
    /** Quick attempts, so that peers which never answer cost little time; a peer is alive for longer than a busy machine pauses. */
    static final PeerTiming FAST = timing(Duration.ofMillis(400));
    /** The same with time for every answer. */
    static final PeerTiming PATIENT = timing(Duration.ofSeconds(30));

    /** What a listener heard. */
    record Death(String name, long gid, String why, long nanos) {}

    final String name;
    final long gid;
    final List<Death> deaths = new CopyOnWriteArrayList<>();
    final List<Long> hints = new CopyOnWriteArrayList<>();
    volatile String fsid = FSID;
    volatile long epoch;
    /** What peers are answered; a test may change it at any time. */
    volatile StepDownHandler stepDown = (_, _, _) -> Duration.ZERO;
    volatile AuditWriter audit = (_, _, _) -> {};
    volatile boolean active = true;
    final ReportPort port;
    final PeerConnections peers;

    Node(String name, long gid) {
        this(name, gid, 0, System::nanoTime);
    }

    Node(String name, long gid, int portNumber, LongSupplier nanos) {
        this(name, gid, portNumber, nanos, FAST);
    }

    Node(String name, long gid, int portNumber, LongSupplier nanos, PeerTiming timing) {
        this.name = name;
        this.gid = gid;
        try {
            port = new ReportPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), portNumber),
                    () -> new Identity(name, gid, "reeve", fsid, epoch), timing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EpochHints claims = new EpochHints(port::identity, hints::add);
        PeerRequests proofs = FakeRegistrations.of(name, gid);
        port.serve(new PeerHandlers(proofs, claims, (by, led, how) -> stepDown.begin(by, led, how),
                (by, line, written) -> audit.write(by, line, written), () -> active), (_, _) -> {});
        peers = new PeerConnections(port, proofs, claims,
                (peer, dead, why) -> deaths.add(new Death(peer, dead, why, System.nanoTime())),
                nanos);
    }

    private static PeerTiming timing(Duration dial) {
        return new PeerTiming(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(50),
                Duration.ofSeconds(3), dial, Duration.ofMillis(10),
                new Backoff(Duration.ofMillis(50), Duration.ofMillis(100)), Duration.ofSeconds(1),
                Duration.ofMinutes(5));
    }

    int portNumber() {
        return port.address().getPort();
    }

    MgrMap.Manager record() {
        return manager(name, gid, "127.0.0.1:" + portNumber());
    }

    void sees(MgrMap.Manager... managers) {
        peers.update(new MgrMap("reeve", FSID, 1, false, null, Instant.EPOCH, Stream.of(managers).toList(), List.of()));
    }

    /** Dies like a process that is killed: the system closes its sockets, and nothing is said. */
    void die() {
        peers.close();
        port.close(false);
    }

    @Override
    public void close() {
        peers.close();
        port.close(true);
    }

    static MgrMap.Manager manager(String name, long gid, String report) {
        return new MgrMap.Manager(name, gid, "localhost", 1, "http://127.0.0.1:1/", report, "1", 0, List.of(),
                Map.of());
    }

    /** A clock that can be moved on. */
    static final class Clock implements LongSupplier {
        private final AtomicLong ahead = new AtomicLong();

        void advance(Duration time) {
            ahead.addAndGet(time.toNanos());
        }

        @Override
        public long getAsLong() {
            return System.nanoTime() + ahead.get();
        }
    }
}
