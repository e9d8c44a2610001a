package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.cli.testing.RawServer;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request whose thread fails in an unforeseen way has an outcome too, so that nobody waits for it for ever. */
class HttpCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Too much for a number of milliseconds. */
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    private static HttpOutcome outcome(RawServer server, HttpCall.Limits limits) throws Exception {
        HttpCall call = new HttpCall(URI.create(server.url()), null, limits, _ -> {});
        call.start();
        return call.await(PATIENCE).orElseThrow();
    }

    @Test
    void aFailureBeforeTheRequestIsSentIsNotSent() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(outcome(server, new HttpCall.Limits(ENDLESS, PATIENCE, 10)))
                    .isInstanceOfSatisfying(HttpOutcome.NotSent.class,
                            not -> assertThat(not.why()).contains("ArithmeticException"));
        }
    }

    @Test
    void aFailureAfterTheRequestIsSentIsLost() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(outcome(server, new HttpCall.Limits(PATIENCE, ENDLESS, 10)))
                    .isInstanceOfSatisfying(HttpOutcome.Lost.class,
                            lost -> assertThat(lost.why()).contains("ArithmeticException"));
        }
    }

    @Test
    void anAnswerForWhichThereIsNoMemoryIsLost() throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: " + Integer.MAX_VALUE + "\r\n\r\n")) {
            assertThat(outcome(server, new HttpCall.Limits(PATIENCE, PATIENCE, Integer.MAX_VALUE)))
                    .isInstanceOfSatisfying(HttpOutcome.Lost.class,
                            lost -> assertThat(lost.why()).contains("OutOfMemoryError"));
        }
    }

    @Test
    void anAnswerThatPromisesTooMuchIsRefusedBeforeItIsRead() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nabc")) {
            assertThat(outcome(server, new HttpCall.Limits(PATIENCE, PATIENCE, 10)))
                    .isInstanceOfSatisfying(HttpOutcome.Lost.class,
                            lost -> assertThat(lost.why()).isEqualTo("the answer is larger than 10 bytes"));
        }
    }
}
