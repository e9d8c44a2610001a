package io.reeve.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.reeve.daemon.demo.ManagerClient.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo says of a death. Its managers are processes that do nothing; one of them answers, as b in epoch 3. */
class FailoverWatchTest {
    @TempDir
    Path folder;
    private final StringWriter said = new StringWriter();
    private HttpServer server;
    private DemoOptions options;
    private DemoManagers managers;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/api/mgr", exchange -> {
            byte[] map = "{\"active_name\": \"b\", \"available\": true, \"epoch\": 3}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, map.length);
            exchange.getResponseBody().write(map);
            exchange.close();
        });
        server.start();
        List<String> idle = List.of("/bin/sh", "-c", "exec cat", "sh");
        options = new DemoOptions(2, folder, false, 0, false, "", idle, idle);
        managers = new DemoManagers(options, "127.0.0.1:1");
        for (String name : options.names()) {
            managers.start(name, server.getAddress().getPort(), 1);
        }
    }

    @AfterEach
    void stop() {
        managers.stopAll();
        server.stop(0);
    }

    @Test
    void anActiveThatDiesRightAfterItWasShownHasASuccessorAlsoIfThatIsActiveAlready() throws Exception {
        ManagerProcess active = managers.all().getFirst();
        active.process().destroyForcibly().waitFor();
        Thread watching = watch(new View("a", true, 1));
        await().until(() -> said.toString().contains(System.lineSeparator()));
        assertThat(said.toString().strip()).isEqualTo("a (pid " + active.pid() + ") was killed: b took over (epoch 3)");
        managers.stopAll();
        assertThat(watching.join(Duration.ofMinutes(1))).isTrue();
    }

    private Thread watch(View shown) {
        FailoverWatch watch = new FailoverWatch(options, managers, new ManagerClient(), shown, "127.0.0.1:1",
                new PrintWriter(said, true));
        return Thread.ofPlatform().name("watch").start(() -> {
            try {
                watch.run();
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
