package io.reeve.reportport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a starting manager learns of the holder of its name. */
class PeerProbeTest {
    private final Node self = new Node("b", 9, 0, System::nanoTime, Node.PATIENT);
    private final PeerProbe probe = new PeerProbe(self.port, "localhost");

    @AfterEach
    void close() {
        self.close();
    }

    private PeerProbe.Answer ask(MgrMap.Manager holder) {
        return probe.ask(holder).join();
    }

    @Test
    void findsTheHolderAlive() {
        try (Node holder = new Node("b", 2)) {
            self.fsid = "";
            assertThat(ask(holder.record())).isEqualTo(new PeerProbe.Answer.Alive(2));
        }
    }

    @Test
    void findsAnotherProcessAtTheAddress() {
        try (Node other = new Node("c", 3)) {
            assertThat(ask(Node.manager("b", 2, "127.0.0.1:" + other.portNumber())))
                    .isInstanceOfSatisfying(PeerProbe.Answer.Gone.class,
                            gone -> assertThat(gone.why()).contains("gid 3", "manager 'c'"));
        }
        // A process started again with the same addresses meets itself.
        assertThat(ask(Node.manager("b", 2, "127.0.0.1:" + self.portNumber())))
                .isInstanceOf(PeerProbe.Answer.Gone.class);
    }

    @Test
    void findsNobody() throws IOException {
        RawPeer gone = new RawPeer();
        gone.close();
        assertThat(ask(Node.manager("b", 2, gone.report()))).isEqualTo(
                new PeerProbe.Answer.Gone("nobody listens at " + gone.report()));
    }

    @Test
    void cannotTellWhenNobodyAnswers() throws IOException {
        try (Node impatient = new Node("b", 9); RawPeer silent = new RawPeer()) {
            PeerProbe quick = new PeerProbe(impatient.port, "localhost");
            MgrMap.Manager holder = Node.manager("b", 2, silent.report());
            assertThat(quick.ask(holder).join()).isInstanceOf(PeerProbe.Answer.Unknown.class);
            silent.fillBacklog();
            assertThat(quick.ask(holder).join()).isInstanceOf(PeerProbe.Answer.Unknown.class);
        }
    }

    @Test
    void cannotTellWhenAStrangerAnswers() throws Exception {
        try (RawPeer stranger = new RawPeer()) {
            Thread answers = Thread.ofVirtual().start(() -> {
                try (Socket socket = stranger.server.accept()) {
                    socket.getOutputStream()
                            .write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(ask(Node.manager("b", 2, stranger.report()))).isInstanceOfSatisfying(
                    PeerProbe.Answer.Unknown.class, unknown -> assertThat(unknown.why()).contains("SSH-2.0"));
            answers.join();
        }
    }

    @Test
    void cannotTellThroughAnAddressOfAnotherHost() throws IOException {
        RawPeer gone = new RawPeer();
        gone.close();
        MgrMap.Manager elsewhere = new MgrMap.Manager("b", 2, "otherhost", 1, "http://127.0.0.1:1/", gone.report(), "1",
                0, java.util.List.of(), java.util.Map.of());
        assertThat(ask(elsewhere)).isInstanceOfSatisfying(PeerProbe.Answer.Unknown.class,
                unknown -> assertThat(unknown.why()).contains("loopback address of host otherhost"));
        assertThat(ask(Node.manager("b", 2, "nonsense"))).isInstanceOf(PeerProbe.Answer.Unknown.class);
    }
}
