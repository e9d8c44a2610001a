package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.election.ZooKeeperTls.CertificateStore;
import io.reeve.election.ZooKeeperTls.StoreType;
import io.reeve.election.testing.TestCertificate;
import io.reeve.election.testing.TestZooKeeper;
import io.reeve.election.testing.TlsZooKeeper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a real ZooKeeper server, and what is said when it does not come about. */
final class ZooKeeperTlsTest {
    private static final Duration T = Duration.ofSeconds(6);
    private static final int LIMIT = 20_000;

    @TempDir
    static Path keys;
    private static TestCertificate server;
    private static TestCertificate client;
    private static TestCertificate elsewhere;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        server = TestCertificate.of(keys, "server", "ip:127.0.0.1,dns:localhost");
        client = TestCertificate.of(keys, "client", "dns:client");
        elsewhere = TestCertificate.of(keys, "elsewhere", "dns:elsewhere.example.org");
        // Before Netty reads what this sets: in a process that runs a manager there is one setting.
        assertThat(ZooKeeperAccess.of("a:1", tls(Optional.empty(), elsewhere, false)).isSecure()).isTrue();
    }

    private static CertificateStore pem(Path file) {
        return new CertificateStore(file, Optional.empty(), Optional.empty());
    }

    private static ZooKeeperTls tls(Optional<CertificateStore> own, TestCertificate trusted, boolean verify) {
        return new ZooKeeperTls(own, pem(trusted.pem()), verify);
    }

    private TlsZooKeeper start(TestCertificate own, String clientAuth) throws Exception {
        return new TlsZooKeeper(folder, own, client, clientAuth);
    }

    private static ServerTrial.Result trial(ZooKeeperAccess access, int port) {
        return new ServerTrial(access, LIMIT).of(InetSocketAddress.createUnresolved("127.0.0.1", port));
    }

    private static String refusal(ZooKeeperAccess access, int port) {
        return trial(access, port) instanceof ServerTrial.Result.Refused(String why) ? why : "";
    }

    private static String srvr(ZooKeeperAccess access, int port) throws IOException {
        try (Socket socket = access.connect("127.0.0.1", port, LIMIT)) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void sessionAndFourLetterWordsGoByTlsWithKeysOfEitherFormat() throws Exception {
        CertificateStore p12 = new CertificateStore(client.pkcs12(), Optional.of(StoreType.PKCS12),
                Optional.of(client.passwordFile()));
        try (TlsZooKeeper zooKeeper = start(server, "need")) {
            for (CertificateStore own : List.of(p12, pem(client.keyPem()))) {
                ZooKeeperAccess access = ZooKeeperAccess.of(zooKeeper.address(), tls(Optional.of(own), server, true));
                try (ZooKeeperSession session = ZooKeeperSession.connect(access, T, _ -> {})) {
                    assertThat(session.client().checkExists().forPath("/")).isNotNull();
                }
                assertThat(srvr(access, zooKeeper.port())).contains("Mode: standalone");
                assertThat(trial(access, zooKeeper.port())).isEqualTo(new ServerTrial.Result.Fine());
            }
        }
    }

    @Test
    void hostThatTheCertificateDoesNotNameIsRefusedUnlessNamesAreNotVerified() throws Exception {
        try (TlsZooKeeper zooKeeper = start(elsewhere, "none")) {
            assertThat(refusal(ZooKeeperAccess.of(zooKeeper.address(), tls(Optional.empty(), elsewhere, true)),
                    zooKeeper.port())).startsWith("its certificate is not accepted");
            ZooKeeperAccess access = ZooKeeperAccess.of(zooKeeper.address(), tls(Optional.empty(), elsewhere, false));
            assertThat(srvr(access, zooKeeper.port())).contains("Mode: standalone");
            try (ZooKeeperSession session = ZooKeeperSession.connect(access, T, _ -> {})) {
                assertThat(session.client().checkExists().forPath("/")).isNotNull();
            }
        }
    }

    @Test
    void whatDoesNotFitIsNamedWithTheSettingThatHelps() throws Exception {
        try (TlsZooKeeper zooKeeper = start(server, "need")) {
            int port = zooKeeper.port();
            String address = zooKeeper.address();
            assertThat(refusal(ZooKeeperAccess.of(address, tls(Optional.of(pem(client.keyPem())), client, true)), port))
                    .startsWith("its certificate is not accepted")
                    .contains("zookeeper-trust-store");
            assertThat(refusal(ZooKeeperAccess.of(address, tls(Optional.empty(), server, true)), port))
                    .startsWith("it does not accept the certificate of this process")
                    .contains("zookeeper-key-store");
            assertThat(refusal(ZooKeeperAccess.of(address, tls(Optional.of(pem(server.keyPem())), server, true)), port))
                    .startsWith("it does not accept the certificate of this process");
            assertThat(new ServerTrial(ZooKeeperAccess.of(address), 2_000)
                    .of(InetSocketAddress.createUnresolved("127.0.0.1", port)))
                    .isEqualTo(new ServerTrial.Result.Refused(
                            "it wants TLS, and this process speaks plain: set zookeeper-tls: true"));
        }
        try (TestZooKeeper plain = new TestZooKeeper()) {
            assertThat(refusal(ZooKeeperAccess.of(plain.address(), tls(Optional.empty(), server, true)), plain.port()))
                    .startsWith("it speaks no TLS on this port");
            assertThat(trial(ZooKeeperAccess.of(plain.address()), plain.port()))
                    .isEqualTo(new ServerTrial.Result.Fine());
        }
        assertThat(trial(ZooKeeperAccess.of("127.0.0.1:1"), 1)).isInstanceOf(ServerTrial.Result.Unreachable.class);
    }

    @Test
    void waitingManagerTellsWhyNoServerTakesItAndThatItIsOverWhenOneDoes() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        int port;
        try (TestZooKeeper zooKeeper = new TestZooKeeper()) {
            port = zooKeeper.port();
            ZooKeeperAccess access = ZooKeeperAccess.of(zooKeeper.address(), tls(Optional.empty(), server, true));
            Thread waiting = Thread.ofVirtual().start(() -> {
                try (ZooKeeperSession _ = ZooKeeperSession.connect(access, T, told::add)) {
                    throw new AssertionError("a plain port takes no TLS");
                } catch (InterruptedException e) {
                    told.add("interrupted");
                }
            });
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> told.contains("127.0.0.1:" + port
                            + ": it speaks no TLS on this port: name its secure port, or leave out zookeeper-tls"));
            waiting.interrupt();
            await().atMost(Duration.ofMinutes(1)).until(() -> told.contains("interrupted"));
        }
    }

    @Test
    void nameThatOnlyTheReverseLookupOfTheAddressGivesDoesNotVerifyAServer() throws Exception {
        TestCertificate named = TestCertificate.of(folder, "named", "dns:localhost");
        List<String> told = new CopyOnWriteArrayList<>();
        try (TlsZooKeeper zooKeeper = start(named, "none")) {
            ZooKeeperAccess access = ZooKeeperAccess.of(zooKeeper.address(), tls(Optional.empty(), named, true));
            Thread waiting = Thread.ofVirtual().start(() -> {
                try (ZooKeeperSession _ = ZooKeeperSession.connect(access, T, told::add)) {
                    told.add("connected");
                } catch (InterruptedException e) {
                    told.add("interrupted");
                }
            });
            await().atMost(Duration.ofMinutes(1)).until(() -> !told.isEmpty());
            waiting.interrupt();
            assertThat(told.getFirst()).contains("its certificate is not accepted", "127.0.0.1");
        }
    }

    @Test
    void serverThatWantsAuthenticationIsNamed() throws Exception {
        System.setProperty("zookeeper.enforce.auth.enabled", "true");
        System.setProperty("zookeeper.enforce.auth.schemes", "digest");
        try (TestZooKeeper zooKeeper = new TestZooKeeper()) {
            RefusalWatch watch = new RefusalWatch(ZooKeeperAccess.of(zooKeeper.address()), () -> false, () -> true,
                    _ -> {});
            assertThat(watch.reason(true)).startsWith("the servers want clients that authenticate");
        } finally {
            System.clearProperty("zookeeper.enforce.auth.enabled");
            System.clearProperty("zookeeper.enforce.auth.schemes");
        }
    }

    @Test
    void filesThatCannotBeUsedAreSaidWithoutThePassword() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2\n");
        CertificateStore own = new CertificateStore(client.pkcs12(), Optional.of(StoreType.PKCS12), Optional.of(wrong));
        assertThatThrownBy(() -> ZooKeeperAccess.of("a:1", tls(Optional.of(own), server, true)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the files for TLS to ZooKeeper cannot be used: ")
                .hasMessageMatching(".*[^.]\\. Check the key store, .*")
                .hasMessageNotContaining("hunter2");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "nothing");
        assertThatThrownBy(() -> ZooKeeperAccess.of("a:1", new ZooKeeperTls(Optional.empty(), pem(garbage), true)))
                .isInstanceOf(IOException.class);
    }
}
