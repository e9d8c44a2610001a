package io.reeve.cli;

import io.reeve.cli.testing.FakeManager;
import io.reeve.cli.testing.FakeManager.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Two fake managers, the first one active, and the command line with its streams caught. */
abstract class ReeveFixture {
    /** For managers that answer, however busy the machine is. */
    static final ClientLimits PATIENT = new ClientLimits(Duration.ofSeconds(30), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ZERO);
    /** For managers of which some never answer. */
    static final ClientLimits QUICK = new ClientLimits(Duration.ofSeconds(2), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ZERO);
    final FakeManager active = new FakeManager().leads(3);
    final FakeManager other = new FakeManager().follows(active, 3);
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    byte[] stdin = {};

    @AfterEach
    void stop() {
        active.close();
        other.close();
    }

    int reeve(String nodes, String... args) {
        return reeve(PATIENT, out, Map.of("REEVE_MGR", nodes), args);
    }

    /** The same where somebody does not answer. */
    int impatiently(String nodes, String... args) {
        return reeve(QUICK, out, Map.of("REEVE_MGR", nodes), args);
    }

    int reeve(ClientLimits limits, OutputStream to, Map<String, String> environment, String... args) {
        return new Reeve(environment, new ByteArrayInputStream(stdin), to, new PrintStream(err, true,
                StandardCharsets.UTF_8), limits).run(args);
    }

    int onTerminal(String... args) {
        return new Reeve(Map.of("REEVE_MGR", active.url()), new ByteArrayInputStream(stdin), out, new PrintStream(err,
                true, StandardCharsets.UTF_8), PATIENT, true).run(args);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static Map<String, Object> body(FakeManager manager, int index) {
        return Json.read(manager.commands().get(index).getBytes(StandardCharsets.UTF_8));
    }

    static Answer http(int code, String body) {
        return new Answer.Http(code, "", body);
    }

    /** A URL where nobody listens. */
    static String refused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
