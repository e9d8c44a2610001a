package io.reeve.standby;

import static io.reeve.standby.testing.RawClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.standby.testing.FakeView;
import io.reeve.standby.testing.RawClient.Answer;
import io.reeve.standby.testing.TestServer;
import io.undertow.Undertow;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A standby that forwards to an active whose advertised URL is https: that of a proxy before it, which ends TLS. */
@Isolated("Java's trust store belongs to the process")
class StandbyProxyHttpsTest {
    private static final String PASSWORD = "changeit";
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    Path folder;

    private final AtomicInteger received = new AtomicInteger();

    @AfterEach
    void forget() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_PASSWORD);
    }

    @Test
    void requestIsForwardedByTls() throws Exception {
        Path keys = keys("127.0.0.1", "ip:127.0.0.1");
        trust(keys);

        Answer answer = askThrough(keys);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("https /hello/?a=%20b");
        assertThat(received).hasValue(1);
    }

    @Test
    void nothingIsSentBehindACertificateThatNobodyVouchesFor() throws Exception {
        trust(keys("other", "ip:127.0.0.1"));

        Answer answer = askThrough(keys("127.0.0.1", "ip:127.0.0.1"));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("manager 'a' at https://127.0.0.1:");
        assertThat(received).hasValue(0);
    }

    @Test
    void nothingIsSentBehindACertificateOfAnotherName() throws Exception {
        Path keys = keys("elsewhere.example", "dns:elsewhere.example");
        trust(keys);

        assertThat(askThrough(keys).status()).isEqualTo(502);
        assertThat(received).hasValue(0);
    }

    /** Asks a standby whose active has these keys. */
    private Answer askThrough(Path keys) throws Exception {
        Undertow active = Undertow.builder()
                .addHttpsListener(0, "127.0.0.1", context(keys))
                .setHandler(exchange -> {
                    received.incrementAndGet();
                    exchange.getResponseSender()
                            .send(exchange.getRequestScheme() + " " + exchange.getRequestURI() + "?"
                                    + exchange.getQueryString());
                })
                .build();
        active.start();
        try {
            int port = ((InetSocketAddress) active.getListenerInfo().getFirst().getAddress()).getPort();
            FakeView view = new FakeView(FakeView.activeAt(7, "https://127.0.0.1:" + port + "/"));
            StandbyHandler standby = new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty());
            try (TestServer server = new TestServer(standby)) {
                return ask(server.port(), "GET /hello/?a=%20b HTTP/1.1", "Host: h");
            } finally {
                standby.close();
            }
        } finally {
            active.stop();
        }
    }

    private static void trust(Path keys) {
        System.setProperty(TRUST_STORE, keys.toString());
        System.setProperty(TRUST_PASSWORD, PASSWORD);
    }

    private Path keys(String name, String alternative) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias",
                "a", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=" + alternative, "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", PASSWORD).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(() -> read(folder.resolve("keytool.log"))).isZero();
        return file;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static SSLContext context(Path keys) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
