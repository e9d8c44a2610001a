package io.reeve.http.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.reeve.api.events.EventTopic;
import io.reeve.http.OpenExchanges;
import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.TestServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that answer with a stream of events. */
class EventStreamTest {
    private static final int MOST = 200;

    private final EventTopic topic = new EventTopic();
    private final StreamBudget budget = new StreamBudget(MOST, 1 << 20);
    private final OpenExchanges pages = new OpenExchanges();
    private final TestServer server = new TestServer(exchange -> {
        pages.add(exchange);
        ModuleHttp.dispatch(exchange, "m", this::page, Duration.ofSeconds(60), budget);
    });
    private final List<RawClient> clients = new ArrayList<>();

    private void page(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Own", "kept");
        topic.follow(exchange);
    }

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient follow() throws IOException {
        RawClient client = new RawClient(server.port()).request("GET /m/events HTTP/1.1", "Host: h");
        clients.add(client);
        return client;
    }

    private static RawClient.Answer head(RawClient client) throws IOException {
        return client.answer(false);
    }

    /** The next line that is not of the chunks' framing, nor a comment. */
    private static String next(RawClient client) throws IOException {
        while (true) {
            String line = client.line();
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            if (line.startsWith("event:") || line.startsWith("data:")) {
                return line;
            }
        }
    }

    private void awaitReaders(int count) {
        await().until(() -> topic.readers() == count);
    }

    @Test
    void readersGetEachEventWithItsLinesAndTheHeadersOfTheModule() throws Exception {
        RawClient client = follow();
        RawClient.Answer head = head(client);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(head.header("X-Own")).contains("kept");
        awaitReaders(1);
        topic.publish("change", "one\ntwo");
        topic.publish("empty", "");
        assertThat(next(client)).isEqualTo("event: change");
        assertThat(next(client)).isEqualTo("data: one");
        assertThat(next(client)).isEqualTo("data: two");
        assertThat(next(client)).isEqualTo("event: empty");
        assertThat(next(client)).isEqualTo("data:");
    }

    @Test
    void twoHundredStreamsHaveNoThreadOfTheirOwnAndOneMoreGets503() throws Exception {
        head(follow());
        awaitReaders(1);
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        for (int i = 1; i < MOST; i++) {
            head(follow());
        }
        awaitReaders(MOST);
        // The carriers of virtual threads are as many as processors, whatever the number of streams.
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before)
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 4);
        RawClient.Answer refused = follow().answer();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("5");
        assertThat(refused.body()).contains("there are 200 event streams");
        topic.publish("change", "x");
        for (RawClient client : clients.subList(0, MOST)) {
            assertThat(next(client)).isEqualTo("event: change");
        }
    }

    @Test
    void aPlaceIsFreeAgainWhenItsClientHasGone() throws Exception {
        RawClient client = follow();
        head(client);
        awaitReaders(1);
        client.close();
        await().until(() -> {
            topic.publish("change", "x"); // writing shows that the client has gone
            return topic.readers() == 0 && budget.open() == 0;
        });
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void aReaderThatTakesNothingIsDroppedAndTheOthersGetEverything() throws Exception {
        RawClient slow = follow();
        head(slow);
        RawClient quick = follow();
        head(quick);
        awaitReaders(2);
        String large = "x".repeat(16 << 10);
        for (int i = 0; i < 10_000 && topic.readers() == 2; i++) {
            topic.publish("n" + i, large);
            assertThat(next(quick)).isEqualTo("event: n" + i);
            assertThat(next(quick)).hasSize(6 + large.length());
        }
        awaitReaders(1);
        await().until(() -> budget.waiting() == 0);
        topic.publish("last", "x");
        assertThat(next(quick)).isEqualTo("event: last");
    }

    @Test
    void aReaderThatIsDroppedWhileItReadsHoldsNoThread() throws Exception {
        String large = "x".repeat(20 << 10);
        for (int round = 0; round < 50; round++) {
            RawClient client = follow();
            head(client);
            awaitReaders(1);
            Thread reader = Thread.ofVirtual().start(() -> drain(client));
            await().until(() -> { // the last event that did not fit came in the midst of a write, now and then
                for (int i = 0; i < 100; i++) {
                    topic.publish("change", large);
                }
                return topic.readers() == 0;
            });
            reader.join();
        }
        await().until(() -> budget.waiting() == 0 && budget.open() == 0);
    }

    private static void drain(RawClient client) {
        try {
            while (client.line() != null) { // to the end
            }
        } catch (IOException cut) {
            return;
        }
    }

    @Test
    void whatWaitsForAllReadersTogetherIsBounded() {
        StreamBudget small = new StreamBudget(1, 100);
        assertThat(small.take(60)).isTrue();
        assertThat(small.take(41)).isFalse();
        small.giveBack(60);
        assertThat(small.take(100)).isTrue();
    }

    @Test
    void streamsEndWhenTheTopicCloses() throws Exception {
        RawClient client = follow();
        head(client);
        awaitReaders(1);
        topic.publish("last", "x");
        topic.close();
        assertThat(next(client)).isEqualTo("event: last");
        assertThatThrownBy(() -> {
            String line = next(client);
            assertThat(line).isEqualTo("data: x");
            while (!client.line().equals("0")) { // the last chunk: the answer is complete
            }
            throw new IOException("complete");
        }).hasMessage("complete");
        RawClient late = follow();
        assertThat(head(late).status()).isEqualTo(200);
        await().until(() -> budget.open() == 0);
    }

    @Test
    void streamsEndWithTheEpochOfTheirPages() throws Exception {
        RawClient client = follow();
        head(client);
        awaitReaders(1);
        pages.end();
        awaitReaders(0);
        assertThatThrownBy(() -> next(client)).isInstanceOf(IOException.class);
        await().until(() -> budget.open() == 0);
    }

    @Test
    void onlyGetFollows() throws Exception {
        RawClient client = new RawClient(server.port()).request("POST /m/events HTTP/1.1", "Host: h",
                "Content-Length: 0");
        clients.add(client);
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET");
    }

    @Test
    void anEventThatIsTooLargeOrHasNoNameIsRefused() {
        assertThatThrownBy(() -> topic.publish("change", "x".repeat(EventTopic.MAX_EVENT)))
                .hasMessageContaining("the most is 32768");
        assertThatThrownBy(() -> topic.publish("a\nb", "x")).hasMessageContaining("give one line");
        assertThatThrownBy(() -> topic.publish("", "x")).hasMessageContaining("give one line");
    }
}
