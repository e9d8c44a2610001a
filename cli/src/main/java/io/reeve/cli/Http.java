package io.reeve.cli;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An HTTP client that returns failures as values, since a retry depends on whether the request was sent. */
final class Http implements AutoCloseable {
    private final HttpClient client;
    private final Duration silence;

    Http(Duration silence) {
        this.silence = silence;
        ThreadFactory threads = Thread.ofPlatform().daemon().name("reeve-http-", 0).factory();
        // Redirects are followed by the caller: the HTTP client would not say which request failed.
        client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(silence)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newCachedThreadPool(threads))
                .build();
    }

    /** Sends a GET request that a live manager answers at once. */
    CompletableFuture<HttpOutcome> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET(), uri, silence);
    }

    /**
     * Posts JSON.
     *
     * @param limit the longest wait for an answer; null for any time
     */
    CompletableFuture<HttpOutcome> post(URI uri, byte[] json, @Nullable Duration limit) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json)), uri, limit);
    }

    private CompletableFuture<HttpOutcome> send(HttpRequest.Builder request, URI uri, @Nullable Duration limit) {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(
                request.header("Accept", "application/json").build(), BodyHandlers.ofByteArray());
        CompletableFuture<HttpResponse<byte[]>> limited = sent.copy();
        if (limit != null) {
            limited = limited.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        CompletableFuture<HttpOutcome> outcome = limited.handle((response, failure) -> {
            if (failure == null) {
                return answered(uri, response);
            }
            sent.cancel(true);
            return failed(uri, failure);
        });
        return outcome;
    }

    private static HttpOutcome answered(URI uri, HttpResponse<byte[]> response) {
        return new HttpOutcome.Answered(uri, response.statusCode(),
                response.headers().firstValue("Location").orElse(""),
                response.body());
    }

    private HttpOutcome failed(URI uri, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return switch (cause) {
            case HttpConnectTimeoutException _ ->
                new HttpOutcome.NotSent(uri, "no connection within " + silence.toMillis() + " ms");
            case ConnectException e -> new HttpOutcome.NotSent(uri, refusal(e));
            case TimeoutException _ -> new HttpOutcome.Lost(uri, "no answer within " + silence.toMillis() + " ms");
            default -> new HttpOutcome.Lost(uri, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        };
    }

    private static String refusal(ConnectException e) {
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        // The JDK's client has no message for its most common failures.
        return e.getCause() instanceof java.nio.channels.UnresolvedAddressException
                ? "unknown host"
                : "connection refused";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
