package io.reeve.reportport.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.testing.FakeReports;
import io.reeve.election.PeerRequests;
import io.reeve.report.protocol.DaemonFrame.Configure;
import io.reeve.report.protocol.DaemonFrame.Open;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import io.reeve.reportport.peer.EpochHints;
import io.reeve.reportport.peer.PeerHandlers;
import io.reeve.reportport.peer.ReportPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A manager as far as daemons see it: the real report port, and a fake state behind it. */
final class Port implements AutoCloseable, DaemonEvents {
    static final String FSID = "11111111-2222-3333-4444-555555555555";
    final ReportPort report;
    final DaemonPort daemons;
    final FakeReports reports = new FakeReports();
    final List<String> duplicates = new CopyOnWriteArrayList<>();
    final AtomicInteger commands = new AtomicInteger();
    /** Commands are answered once it is open. */
    volatile CountDownLatch answering = new CountDownLatch(0);
    volatile List<String> conflicts = List.of();
    /** Whether another manager leads, as this one sees it. */
    volatile boolean leading = true;
    volatile MgrMap map = new MgrMap("reeve", FSID, 1, false, null, Instant.EPOCH, List.of(), List.of());

    Port(String name, long gid) {
        this(name, gid, SessionLimits.standard());
    }

    Port(String name, long gid, SessionLimits limits) {
        this(name, gid, limits, ReportPort.FRAMES);
    }

    Port(String name, long gid, SessionLimits limits, long frames) {
        try {
            report = new ReportPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    () -> new Identity(name, gid, "reeve", FSID, 0), frames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemons = new DaemonPort(report, () -> map, () -> leading, this, limits);
        report.serve(new PeerHandlers(PeerRequests.NONE, new EpochHints(report::identity, _ -> {}),
                (_, _, _) -> Duration.ZERO, (_, _, _) -> {}, () -> true), daemons);
    }

    String address() {
        return "127.0.0.1:" + report.address().getPort();
    }

    Port active(long epoch) {
        daemons.attach(reports, epoch);
        daemons.admit();
        return this;
    }

    /** It knows that this one is active. */
    void sees(Port active, long gid, long epoch) {
        MgrMap.Manager manager = new MgrMap.Manager("x", gid, "localhost", 1, "http://127.0.0.1:1/", active.address(),
                "1", 0, List.of(), Map.of());
        map = new MgrMap("reeve", FSID, epoch, false,
                new MgrMap.Active(manager, epoch, Instant.EPOCH, true, Map.of()), Instant.EPOCH, List.of(), List.of());
    }

    @Override
    public void duplicate(DaemonId daemon, String older, String newer) {
        duplicates.add(daemon.name());
    }

    @Override
    public void conflicts(List<String> all) {
        conflicts = all;
    }

    @Override
    public HandleCommandResult command(DaemonId from, Map<String, Object> command, byte[] input)
            throws InterruptedException {
        commands.incrementAndGet();
        answering.await();
        return HandleCommandResult.ok(from + " asked " + command.get("prefix"));
    }

    /** A connection played by hand. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), report.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    static void hello(Socket socket, String name, long gid) throws IOException {
        Frames.write(socket, Frame.Hello.of(Frame.DAEMON, new Identity(name, gid, "", "", 0)));
    }

    /** An open session played by hand. */
    Socket open(String type, String id, long gid) throws IOException {
        Socket socket = greet(type + "." + id, gid);
        Frames.write(socket, new Open(type, id, false, Map.of()));
        assertThat(Frames.read(socket)).isInstanceOf(Configure.class);
        return socket;
    }

    /** A connection that has been told to open a session here. */
    Socket greet(String name, long gid) throws IOException {
        Socket socket = connect();
        hello(socket, name, gid);
        assertThat(Frames.read(socket)).isInstanceOf(Frame.Hello.class);
        assertThat(Frames.read(socket)).isInstanceOfSatisfying(Where.class, where -> assertThat(where.self()).isTrue());
        return socket;
    }

    /** The manager says why, and closes. */
    static void assertEnds(Socket socket, String why) throws IOException {
        assertThat(Frames.read(socket)).isInstanceOfSatisfying(Frame.Failure.class,
                failure -> assertThat(failure.message()).contains(why));
        assertThat(Frames.isOver(socket)).isTrue();
        socket.close();
    }

    @Override
    public void close() {
        daemons.close();
        report.close(true);
    }
}
