package io.reeve.daemon.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.daemon.role.ActiveRoleWork;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.role.RoleStates;
import io.reeve.daemon.role.RoleWork;
import io.reeve.http.Answers;
import io.reeve.http.Hold;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests are held before a handler has them, at a standby without an active. */
class RoleHandlerHoldTest {
    private volatile boolean holds = true;
    private final Hold hold = new Hold(Duration.ofSeconds(60), new Hold.Rule() {
        @Override
        public boolean holds(Hold.Kind kind) {
            return holds;
        }

        @Override
        public Object situation() {
            return holds;
        }
    });
    private final RoleState<ActiveRoleWork, RoleWork> role = new RoleState.Standby<>(RoleStates.WORK, false);
    private HttpListener listener;

    private static HttpHandler says(String what) {
        return exchange -> Answers.json(exchange, 200, Map.of("said", what));
    }

    @BeforeEach
    void open() throws IOException {
        listener = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                new RoleHandler<>(() -> role, _ -> says("active"), says("standby"), says("command"), hold,
                        exchange -> exchange.getRequestURI().startsWith("/own/")));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private Socket ask(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private void assertHeld(String request, String saidThen) throws IOException {
        holds = true;
        try (Socket socket = ask(request)) {
            await().untilAsserted(() -> assertThat(hold.held()).isEqualTo(1));
            assertThat(socket.getInputStream().available()).as("nothing, and no 100 Continue").isZero();
            holds = false;
            hold.look();
            assertThat(rest(socket)).contains("200 OK", saidThen);
        }
        assertThat(hold.held()).isZero();
    }

    private void assertNotHeld(String request, String said) throws IOException {
        long before = hold.total();
        try (Socket socket = ask(request)) {
            assertThat(rest(socket)).contains("200 OK", said);
        }
        assertThat(hold.total()).isEqualTo(before);
    }

    @Test
    void aPageIsHeldUntilSomebodyIsActive() throws Exception {
        assertHeld("GET /hello/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "standby");
    }

    @Test
    void aCommandWhoseBodyComesLaterIsHeldUnread() throws Exception {
        String post = "POST /api/command HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
        assertHeld(post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", "command");
        assertHeld(post + "Content-Length: 70000\r\n\r\n" + "x".repeat(70_000), "command");
        assertHeld(post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "command");
    }

    @Test
    void aSmallCommandIsReadFirstSinceAnyNodeMayAnswerIt() throws Exception {
        assertNotHeld("POST /api/command HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
                "command");
    }

    @Test
    void aPageOfAStandbysOwnModuleIsAnswered() throws Exception {
        assertNotHeld("GET /own/page HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "standby");
    }
}
