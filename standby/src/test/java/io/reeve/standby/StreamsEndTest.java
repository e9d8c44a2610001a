package io.reeve.standby;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.standby.testing.FakeView;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams end with the epoch in which they began, so that a browser comes again and finds the next active. */
class StreamsEndTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final Managers managers = new Managers(exchange -> {
        if (!exchange.getRequestURI().getPath().endsWith("/waits")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: one\r\n".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        }
        entered.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (exchange.getResponseCode() < 0) {
            exchange.sendResponseHeaders(204, -1);
        }
    });

    @AfterEach
    void close() {
        over.countDown();
        managers.close();
    }

    private static RawClient stream(int port) throws IOException {
        RawClient client = new RawClient(port);
        client.request("GET /hello/events HTTP/1.1", "Host: h");
        await().until(() -> "data: one".equals(client.line()));
        return client;
    }

    private static void assertEnds(RawClient client) throws Exception {
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
            try {
                while (client.line() != null) {
                    // an empty line of the chunk
                }
                return true;
            } catch (IOException e) {
                return true;
            }
        });
        await().until(ended::isDone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "proxy"})
    void streamOfAModuleEndsWithTheLeadership(String role) throws Exception {
        try (RawClient client = stream(managers.port(role))) {
            managers.pages.end();

            assertEnds(client);
        }
    }

    @Test
    void streamThatBeginsAfterTheEndIsCutAtOnce() throws Exception {
        managers.pages.end();
        try (RawClient client = new RawClient(managers.port("active"))) {
            client.request("GET /hello/events HTTP/1.1", "Host: h");
            assertEnds(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "another", "the same again"})
    void idleStreamThroughAProxyToAnActiveThatHangsEndsWhenItsEpochIsOver(String next) throws Exception {
        try (RawClient client = stream(managers.port("proxy"))) {
            managers.view.map = switch (next) {
                case "none" -> FakeView.map(7, null);
                case "another" -> FakeView.map(8, FakeView.active(3, 8, "http://127.0.0.1:1/", java.util.Map.of()));
                default -> FakeView.activeAt(8, managers.active.url());
            };
            managers.proxying.mapChanged(managers.view.map);

            assertEnds(client);
        }
    }

    @Test
    void streamOfAnEpochThatGoesOnIsLeftAlone() throws Exception {
        try (RawClient client = stream(managers.port("proxy"))) {
            managers.proxying.mapChanged(FakeView.activeAt(7, managers.active.url()));
            over.countDown();

            await().until(() -> "0".equals(client.line())); // the proper end
        }
    }

    @Test
    void responseThatWasUnderWayWhenTheEpochEndedIsStillGiven() throws Exception {
        try (RawClient client = new RawClient(managers.port("proxy"))) {
            client.request("POST /hello/waits HTTP/1.1", "Host: h", "Content-Length: 0");
            entered.await();
            managers.proxying.mapChanged(FakeView.map(7, null));
            over.countDown();

            assertThat(client.answer().status()).isEqualTo(204);
        }
    }

    @Test
    void requestToAnActiveThatHangsIsAnswered502OnceItsEpochIsOver() throws Exception {
        try (RawClient client = new RawClient(managers.port("proxy"))) {
            client.request("POST /hello/waits HTTP/1.1", "Host: h", "Content-Length: 0");
            entered.await();
            managers.proxying.mapChanged(FakeView.map(7, null));

            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("whether the request was carried out is not known");
        }
    }
}
