package io.reeve.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that does not follow redirects unless told, and never waits longer than it says. */
final class Ask implements AutoCloseable {
    private final HttpClient client;

    private Ask(HttpClient.Redirect redirect) {
        client = HttpClient.newBuilder()
                .followRedirects(redirect)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build();
    }

    /** Stays with the node that it asks. */
    static Ask directly() {
        return new Ask(HttpClient.Redirect.NEVER);
    }

    /** Goes where a node leads it. */
    static Ask following() {
        return new Ask(HttpClient.Redirect.NORMAL);
    }

    /** What came of a question. */
    sealed interface Answer {
        /** The node answered. */
        record Http(int status, String body, String location) implements Answer {
            JsonNode json() throws IOException {
                return io.reeve.it.Http.JSON.readTree(body);
            }
        }

        /** Nobody listens there, so nothing was sent. */
        record Refused() implements Answer {}

        /** The connection broke. */
        record Broken() implements Answer {}

        /** Nothing within the time. */
        record Silent() implements Answer {}
    }

    Answer get(String url, Duration patience) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).build(), patience);
    }

    /** A command, once. */
    Answer command(String url, Map<String, Object> command, Duration patience) throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(URI.create(url + "/api/command"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Http.JSON.writeValueAsString(command)))
                    .build(), patience);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + command, e);
        }
    }

    private Answer send(HttpRequest request, Duration patience) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> coming = client.sendAsync(request,
                HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> answer = coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer.Http(answer.statusCode(), answer.body(),
                    answer.headers().firstValue("Location").orElse(""));
        } catch (TimeoutException e) {
            coming.cancel(true);
            return new Answer.Silent();
        } catch (ExecutionException e) {
            // Following a redirect, a refusal speaks of the second node; the first one has executed nothing either.
            return e.getCause() instanceof ConnectException ? new Answer.Refused() : new Answer.Broken();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
