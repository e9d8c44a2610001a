package io.reeve.reportport.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reeve.election.PeerRequest;
import io.reeve.election.PeerRequests;
import io.reeve.election.StepDown;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Identity;
import io.reeve.report.testing.Frames;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the report port answers to friends and strangers. */
class ReportPortTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ReportPort.class);
    private final Node node = new Node("a", 1);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() throws IOException {
        logger.detachAppender(log);
        for (Socket socket : sockets) {
            socket.close();
        }
        node.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.portNumber());
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    private Socket send(byte[] bytes) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private Frame.Hello hello(String kind) {
        return Frame.Hello.of(kind, new Identity("b", 2, "reeve", Node.FSID, 5));
    }

    private void assertRefused(Socket socket, String why) throws IOException {
        assertThat(Frames.read(socket)).isInstanceOfSatisfying(Frame.Failure.class,
                failure -> assertThat(failure.message()).contains(why));
        assertThat(Frames.isOver(socket)).isTrue();
        assertLogged(why);
    }

    private void assertLogged(String what) {
        await().until(
                () -> List.copyOf(log.list).stream().anyMatch(event -> event.getFormattedMessage().contains(what)));
    }

    @Test
    void answersAnHttpRequestInHttp() throws IOException {
        Socket socket = send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).startsWith("HTTP/1.1 400 ")
                .contains("report port");
        assertLogged("an HTTP request");
    }

    @Test
    void refusesTls() throws IOException {
        assertRefused(send(new byte[]{0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}), "a TLS handshake");
    }

    @Test
    void refusesOversizedAndNegativeLengths() throws IOException {
        assertRefused(send(new byte[]{0, 1, 0, 1, 0}), "a frame length of 65537");
        assertRefused(send(new byte[]{-1, -1, -1, -1}), "a frame length of 4294967295");
        assertRefused(send(new byte[4]), "a frame length of 0");
    }

    @Test
    void refusesFramesThatAreNotCborMaps() throws IOException {
        assertRefused(send(new byte[]{0, 0, 0, 3, 'a', '\r', '\n'}), "not CBOR");
        assertRefused(send(new byte[]{0, 0, 0, 1, 5}), "not a CBOR map");
        assertRefused(send(new byte[]{0, 0, 0, 1, (byte) 0xa0}), "no text 'kind'");
        byte[] deep = new byte[4 + 5000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        java.nio.ByteBuffer.wrap(deep).putInt(5000);
        assertRefused(send(deep), "not CBOR");
    }

    @Test
    void namesWhatIsWrongWithAHello() throws IOException {
        Socket kind = connect();
        Frames.write(kind, hello("tele\nscope"));
        assertRefused(kind, "the kind 'tele\\u000ascope' is not known");
        Socket version = connect();
        Frames.write(version, new Frame.Hello(2, Frame.MANAGER, hello("manager").from()));
        assertRefused(version, "version 2");
        Socket ping = connect();
        Frames.write(ping, new Frame.Ping(1, 1));
        assertRefused(ping, "must be a hello");
    }

    @Test
    void saysWhichClusterItBelongsTo() throws IOException {
        Socket cluster = connect();
        Frames.write(cluster, Frame.Hello.of("manager", new Identity("b", 2, "other", Node.FSID, 0)));
        assertThat(Frames.read(cluster)).isInstanceOf(Frame.Hello.class);
        assertRefused(cluster, "belongs to the cluster 'other'");
        Socket fsid = connect();
        Frames.write(fsid, Frame.Hello.of("manager", new Identity("b", 2, "reeve", "1", 99)));
        assertThat(Frames.read(fsid)).isInstanceOf(Frame.Hello.class);
        assertRefused(fsid, "belongs to the cluster id '1'");
        assertThat(node.hints).isEmpty();
    }

    @Test
    void closesConnectionsThatSayNothingOrTooLittle() throws IOException {
        Socket silent = connect();
        Socket slow = send(new byte[]{0, 0, 0});
        assertRefused(silent, "no hello within 2000 ms");
        assertRefused(slow, "no hello within 2000 ms");
    }

    @Test
    void answersPingsWithItsOwnEpochWhateverThePeerClaims() throws IOException {
        assertAnswersPings();
        node.epoch = 3;
        assertAnswersPings();
        assertThat(node.hints).startsWith(5L);
    }

    private void assertAnswersPings() throws IOException {
        Socket peer = connect();
        Frames.write(peer, hello("manager"));
        assertThat(Frames.read(peer)).isEqualTo(
                Frame.Hello.of("manager", new Identity("a", 1, "reeve", Node.FSID, node.epoch)));
        Frames.write(peer, new Frame.Ping(-12, 8));
        assertThat(Frames.read(peer)).isEqualTo(new Frame.Pong(-12, node.epoch, true));
    }

    @Test
    void requestsThatAreNotInTheSendersRegistrationAreRefused() throws Exception {
        List<Object> done = new java.util.concurrent.CopyOnWriteArrayList<>();
        node.stepDown = (by, epoch, how) -> {
            done.add(by + epoch + how);
            return java.time.Duration.ofMillis(200);
        };
        node.audit = (by, line, written) -> done.add(by + line);
        Socket peer = connect();
        Frames.write(peer, hello("manager"));
        assertThat(Frames.read(peer)).isInstanceOf(Frame.Hello.class);
        PeerRequests ofB = FakeRegistrations.of("b", 2);
        PeerRequests ofC = FakeRegistrations.of("c", 3);
        StepDown how = StepDown.because("x");
        String drain = ofB.announce(new PeerRequest.HandOver(7, how)).get();
        String audit = ofB.announce(PeerRequest.Audit.of("a line")).get();
        String another = ofC.announce(new PeerRequest.HandOver(7, how)).get();
        for (String proof : List.of("", "nonsense", audit, another)) {
            Frames.write(peer, new Frame.Drain(1, 7, "x", proof));
            assertThat(Frames.read(peer)).as("the answer to the proof '%s'", proof)
                    .isInstanceOfSatisfying(Frame.Draining.class, answer -> {
                        assertThat(answer.millis()).isZero();
                        assertThat(answer.why()).contains("not in the registration");
                    });
        }
        Frames.write(peer, new Frame.Drain(2, 8, "x", drain));
        assertThat(Frames.read(peer)).isInstanceOfSatisfying(Frame.Draining.class,
                answer -> assertThat(answer.millis()).as("of another epoch").isZero());
        for (String proof : List.of("", drain, another)) {
            Frames.write(peer, new Frame.Audit(1, "a line", proof));
        }
        Frames.write(peer, new Frame.Audit(1, "another line", audit));
        Frames.write(peer, new Frame.Drain(3, 7, "something else", drain));
        assertThat(Frames.read(peer)).isEqualTo(new Frame.Draining(3, 200));
        assertThat(done).containsExactly("mgr.b7" + how);
        assertLogged("its registration in ZooKeeper does not say so: refused");
    }

    @Test
    void garbageOfAPeerEndsOnlyThatConnection() throws IOException {
        Socket peer = connect();
        Frames.write(peer, hello("manager"));
        assertThat(Frames.read(peer)).isInstanceOf(Frame.Hello.class);
        peer.getOutputStream().write(new byte[]{0x7f, 0, 0, 0});
        assertThat(Frames.isOver(peer)).isTrue();
        assertLogged("manager 'b'");
        assertAnswersPings();
    }

    @Test
    void threeThousandStrangersDoNotKeepPeersOut() throws IOException {
        for (int i = 0; i < 3000; i++) {
            connect();
        }
        Node b = new Node("b", 2);
        try (b) {
            b.sees(node.record());
            node.sees(b.record());
            await().until(() -> b.peers.isConnected(1) && node.peers.isConnected(2));
        }
        assertLogged("too many connections that do not say who they are");
        assertThat(log.list.stream().filter(event -> event.getLevel().toString().equals("WARN")).count())
                .as("lines in the log")
                .isLessThan(20);
    }

    @Test
    void saysWhyItCannotBind() {
        assertThatThrownBy(
                () -> new ReportPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.portNumber()),
                        () -> new Identity("b", 2, "reeve", Node.FSID, 0), ReportPort.FRAMES))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("cannot bind the report port localhost:" + node.portNumber())
                .hasMessageContaining("--report");
    }

    @Test
    void closesTwiceWithoutComplaint() {
        node.port.close(true);
        node.port.close(false);
        assertThat(log.list).isEmpty();
    }
}
