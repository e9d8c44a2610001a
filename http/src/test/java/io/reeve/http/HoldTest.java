package io.reeve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose hold is ruled by the test. What is not held is run or refused, as the test says. */
class HoldTest {
    private final List<String> run = new CopyOnWriteArrayList<>();
    private volatile boolean holds = true;
    private volatile boolean refuses;
    private volatile Object situation = "first";

    private final Hold.Rule rule = new Hold.Rule() {
        @Override
        public boolean holds(Hold.Kind kind) {
            return holds;
        }

        @Override
        public Object situation() {
            return situation;
        }
    };
    private Hold hold = new Hold(Duration.ofSeconds(60), rule);
    private final TestServer server = new TestServer(this::handle);

    @AfterEach
    void stop() {
        server.close();
    }

    private void handle(HttpServerExchange exchange) {
        Hold now = hold;
        now.returnTo(this::serve);
        if (!now.before(exchange, Hold.Kind.PAGE)) {
            now.begin(exchange);
            serve(exchange);
        }
    }

    private void serve(HttpServerExchange exchange) {
        if (refuses) {
            refuses = false;
            if (!hold.again(exchange)) {
                Answers.error(exchange, 503, "nobody");
            }
            return;
        }
        exchange.getRequestReceiver().receiveFullString((on, body) -> {
            run.add(on.getRequestURI() + body);
            Answers.json(on, 200, Map.of("ran", on.getRequestURI() + body));
        });
    }

    private RawClient client() throws IOException {
        return new RawClient(server.port());
    }

    private void awaitHeld(int count) {
        await().untilAsserted(() -> assertThat(hold.held()).isEqualTo(count));
    }

    @Test
    void aHeldRequestIsRunOnceWhenTheRuleLetsItGoAndItsConnectionIsKept() throws Exception {
        try (RawClient client = client()) {
            client.request("GET /a HTTP/1.1", "Host: h");
            awaitHeld(1);
            assertThat(run).isEmpty();
            holds = false;
            hold.look();
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.request("GET /b HTTP/1.1", "Host: h").answer().status()).isEqualTo(200);
            assertThat(run).containsExactly("/a", "/b");
            assertThat(hold.total()).isEqualTo(1);
            assertThat(hold.longestSeconds()).isPositive();
            assertThat(hold.givenUp()).isZero();
        }
    }

    @Test
    void aChangeWithoutAnEventIsSeenToo() throws Exception {
        try (RawClient client = client()) {
            client.request("GET /a HTTP/1.1", "Host: h");
            awaitHeld(1);
            holds = false;
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void noByteOfABodyIsReadAndNothingIsSentWhileARequestIsHeld() throws Exception {
        try (RawClient client = client()) {
            client.request("POST /a HTTP/1.1", "Host: h", "Content-Length: 4", "Expect: 100-continue");
            awaitHeld(1);
            holds = false;
            hold.look();
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            client.send("body");
            assertThat(client.answer().body()).contains("/abody");
        }
    }

    @Test
    void aBodyThatIsThereAlreadyIsReadAfterwards() throws Exception {
        try (RawClient client = client()) {
            client.request("POST /a HTTP/1.1", "Host: h", "Content-Length: 4").send("body");
            awaitHeld(1);
            holds = false;
            hold.look();
            assertThat(client.answer().body()).contains("/abody");
        }
    }

    @Test
    void aRequestWhoseClientHasGoneIsNotRun() throws Exception {
        try (RawClient stays = client()) {
            try (RawClient goes = client()) {
                goes.request("GET /gone HTTP/1.1", "Host: h");
                awaitHeld(1);
            }
            stays.request("GET /stays HTTP/1.1", "Host: h");
            awaitHeld(2);
            holds = false;
            hold.look();
            assertThat(stays.answer().status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(hold.held()).isZero());
        }
        assertThat(RawClient.ask(server.port(), "GET /after HTTP/1.1", "Host: h").status()).isEqualTo(200);
        assertThat(run).containsExactly("/stays", "/after");
    }

    @Test
    void whatIsHeldDoesNotEndWithTheEpochInWhichItBegan() {
        OpenExchanges epoch = new OpenExchanges();
        refuses = true;
        TestServer over = new TestServer(exchange -> {
            hold.returnTo(this::serve);
            epoch.add(exchange);
            serve(exchange);
        });
        try (over) {
            CompletableFuture<Answer> answer = CompletableFuture
                    .supplyAsync(() -> RawClient.ask(over.port(), "GET /a HTTP/1.1", "Host: h"));
            awaitHeld(1);
            epoch.end();
            await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
            holds = false;
            hold.look();
            assertThat(answer.join().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestWithABodyWhoseClientHasGoneIsNotRun() throws Exception {
        try (RawClient stays = client()) {
            try (RawClient ahead = client(); RawClient after = client()) {
                ahead.request("POST /ahead HTTP/1.1", "Host: h", "Content-Length: 4").send("body");
                after.request("POST /after HTTP/1.1", "Host: h", "Content-Length: 4");
                awaitHeld(2);
                after.send("body");
            }
            stays.request("POST /stays HTTP/1.1", "Host: h", "Content-Length: 4").send("bo");
            awaitHeld(3);
            holds = false;
            hold.look();
            stays.send("dy");
            assertThat(stays.answer().body()).contains("/staysbody");
            await().untilAsserted(() -> assertThat(hold.held()).isZero());
        }
        assertThat(RawClient.ask(server.port(), "GET /later HTTP/1.1", "Host: h").status()).isEqualTo(200);
        assertThat(run).containsExactly("/staysbody", "/later");
    }

    @Test
    void whatTheClientSendsAheadIsAnsweredAfterwards() throws Exception {
        try (RawClient client = client()) {
            client.request("GET /a HTTP/1.1", "Host: h");
            awaitHeld(1);
            client.request("GET /b HTTP/1.1", "Host: h");
            holds = false;
            hold.look();
            assertThat(client.answer().body()).contains("/a");
            assertThat(client.answer().body()).contains("/b");
        }
    }

    @Test
    void aRequestIsGivenUpWhenItsTimeIsOverAndGetsWhatItWouldHaveGot() {
        hold = new Hold(Duration.ofMillis(50), rule);
        assertThat(RawClient.ask(server.port(), "GET /a HTTP/1.1", "Host: h").status()).isEqualTo(200);
        assertThat(hold.givenUp()).isEqualTo(1);
        assertThat(hold.total()).isEqualTo(1);
    }

    @Test
    void aRefusedRequestGoesOnAtOnceIfTheSituationHasChangedSinceItBegan() {
        holds = false;
        refuses = true;
        Answer same = RawClient.ask(server.port(), "GET /a HTTP/1.1", "Host: h");
        assertThat(same.status()).isEqualTo(503);

        refuses = true;
        situation = new Object() {
            @Override
            public boolean equals(Object other) {
                return false;
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
        assertThat(RawClient.ask(server.port(), "GET /b HTTP/1.1", "Host: h").status()).isEqualTo(200);
        assertThat(run).containsExactly("/b");
    }

    @Test
    void oneClientGetsAQuarterAndTheNextRequestIsNotHeld() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < Hold.REQUESTS / Hold.SHARE; i++) {
                RawClient client = client();
                clients.add(client);
                client.request("GET /held HTTP/1.1", "Host: h");
            }
            awaitHeld(Hold.REQUESTS / Hold.SHARE);
            assertThat(RawClient.ask(server.port(), "GET /next HTTP/1.1", "Host: h").status()).isEqualTo(200);
            assertThat(run).containsExactly("/next");
            holds = false;
            for (RawClient client : clients) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
            assertThat(run).hasSize(Hold.REQUESTS / Hold.SHARE + 1);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aConnectionOfAManagerThatGoesEndsWithWhatWasHeld() throws Exception {
        try (RawClient client = client()) {
            client.request("GET /a HTTP/1.1", "Host: h");
            awaitHeld(1);
            hold.leaving();
            holds = false;
            hold.look();
            assertThat(client.answer().header("Connection")).contains("close");
        }
    }

    @Test
    void aRequestThatAnActiveBrokeOffWaitsUntilTheSituationChangesAndNotForEver() {
        holds = false;
        CompletableFuture<Answer> answer;
        TestServer doubting = new TestServer(exchange -> {
            hold.returnTo(this::serve);
            hold.begin(exchange);
            if (!hold.doubt(exchange)) {
                Answers.error(exchange, 502, "refused");
            }
        });
        try (doubting) {
            answer = CompletableFuture
                    .supplyAsync(() -> RawClient.ask(doubting.port(), "GET /a HTTP/1.1", "Host: h"));
            awaitHeld(1);
            situation = "second";
            assertThat(answer.join().status()).isEqualTo(200);
            assertThat(RawClient.ask(doubting.port(), "GET /b HTTP/1.1", "Host: h").status()).isEqualTo(200);
        }
        assertThat(run).containsExactly("/a", "/b");
    }
}
