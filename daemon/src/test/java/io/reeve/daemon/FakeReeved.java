package io.reeve.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.process.ProcessExit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * {@code reeved} with a tiny manager: who holds a lock on a file beside its data folder is active. The file holds the
 * epoch and the active's name.
 */
public final class FakeReeved {
    private final ManagerConfig config;
    private final FileChannel file;

    private FakeReeved(ManagerConfig config) throws IOException {
        this.config = config;
        Path path = config.data().toAbsolutePath().resolveSibling("fake-active");
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    public static void main(String[] args) {
        ProcessExit.exit(Main.execute(FakeReeved.class, config -> new FakeReeved(config).run(), args));
    }

    private int run() throws Exception {
        if (config.initialModules().contains("exit")) {
            System.exit(3);
        }
        if (config.initialModules().contains("slow-start")) {
            new CountDownLatch(1).await();
        }
        if (config.initialModules().contains("lose-thread")) {
            Thread.ofPlatform()
                    .daemon()
                    .name("cluster-log")
                    .start(() -> {
                        throw new OutOfMemoryError("for a test");
                    });
        }
        CountDownLatch stopped = new CountDownLatch(1);
        ProcessExit.onExit(stopped::countDown);
        HttpServer http = HttpServer.create(config.http().toSocketAddress(), 0);
        http.createContext("/health/ready", exchange -> answer(exchange, "{}"));
        http.createContext("/health/active", exchange -> answer(exchange, read()));
        http.createContext("/api/mgr", exchange -> answer(exchange, read()));
        http.createContext("/api/command", this::command);
        http.start();
        Thread.ofPlatform().daemon().name("lead").start(this::lead);
        stopped.await();
        return ProcessExit.OK;
    }

    private void lead() {
        try {
            file.lock();
            nextEpoch();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whatever it is told, it takes over from itself when told to fail. */
    private void command(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (body.contains("\"stuck\"")) {
            ProcessExit.exit(ProcessExit.STUCK_MODULE);
        }
        if (body.contains("\"fail\"")) {
            nextEpoch();
        }
        answer(exchange, "{}");
    }

    private synchronized void nextEpoch() throws IOException {
        String old = read();
        int epoch = old.isEmpty() ? 0 : Integer.parseInt(old.replaceAll("\\D", ""));
        String now = "{\"epoch\": " + (epoch + 1) + ", \"available\": true, \"active_name\": \"" + config.id() + "\"}";
        file.write(ByteBuffer.wrap(now.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private String read() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(200);
        file.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(bytes.length == 0 ? 503 : 200, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
