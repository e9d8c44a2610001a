package io.reeve.standby;

import static io.reeve.http.testing.RawClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
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
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A standby that forwards to an active whose advertised URL is https: that of a proxy before it, which ends TLS. */
@Isolated("what Java trusts belongs to the process")
class StandbyProxyHttpsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final AtomicInteger received = new AtomicInteger();

    private SSLContext before;

    @BeforeEach
    void remember() throws GeneralSecurityException {
        before = SSLContext.getDefault();
    }

    @AfterEach
    void forget() {
        SSLContext.setDefault(before);
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

        Answer answer = askThrough(keys);

        assertThat(answer.status()).as(answer.body()).isEqualTo(502);
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
            }
        } finally {
            active.stop();
        }
    }

    /** From here on this process trusts these alone. Java reads the properties that say so only once. */
    private static void trust(Path keys) throws GeneralSecurityException, IOException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store(keys));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    private Path keys(String name, String alternative) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias",
                "a", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=" + alternative, "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", PASSWORD).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
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

    private static KeyStore store(Path keys) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext context(Path keys) throws GeneralSecurityException, IOException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store(keys), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
