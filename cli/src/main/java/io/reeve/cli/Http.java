package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that returns failures as values, since a retry depends on whether the request was sent.
 */
final class Http implements AutoCloseable {
    static {
        // For hosts that are known by their address only; read once, when the HTTP client is loaded.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

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

    /** A request that was posted, and its outcome once there is one. */
    record Posted(URI to, SentBody body, CompletableFuture<HttpOutcome> outcome) {
        /** Gives the request up: it was lost, unless nothing of it has been sent. */
        HttpOutcome giveUp(String why) {
            boolean unsent = body.abandon();
            outcome.cancel(true);
            return unsent ? new HttpOutcome.NotSent(to, why) : new HttpOutcome.Lost(to, why);
        }
    }

    /** Sends a GET request that a live manager answers at once. */
    CompletableFuture<HttpOutcome> get(URI uri) {
        return send(HttpRequest.newBuilder().GET(), uri, silence, () -> false);
    }

    /**
     * Posts JSON.
     *
     * @param limit the longest wait for an answer; null for any time
     */
    Posted post(URI uri, byte[] json, @Nullable Duration limit) {
        SentBody body = new SentBody(json);
        return new Posted(uri, body,
                send(HttpRequest.newBuilder().header("Content-Type", "application/json").POST(body),
                        uri, limit, body::abandon));
    }

    /** A download that has begun. */
    record Download(int code, InputStream body) {}

    /**
     * Begins to download. Blocks until the answer begins.
     *
     * @param limit the longest wait for that
     * @throws IOException if there is none; the message says why
     */
    Download download(URI uri, Duration limit) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder().timeout(limit).header("Accept", "application/zip");
        try {
            URI reachable = ClientUrl.reachable(uri);
            if (!reachable.equals(uri)) {
                request.header("Host", uri.getRawAuthority());
            }
            HttpResponse<InputStream> response = client.send(request.uri(reachable).build(),
                    BodyHandlers.ofInputStream());
            return new Download(response.statusCode(), response.body());
        } catch (UnknownHostException _) {
            throw new IOException("unknown host");
        } catch (HttpConnectTimeoutException e) {
            throw new IOException(why(e), e);
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer within " + limit.toMillis() + " ms", e);
        } catch (ConnectException e) {
            throw new IOException(why(e), e);
        }
    }

    /** @param unsent prevents the request from being sent, and tells whether it was not */
    private CompletableFuture<HttpOutcome> send(HttpRequest.Builder request, URI uri,
            @Nullable Duration limit, BooleanSupplier unsent) {
        CompletableFuture<HttpResponse<byte[]>> sent;
        try {
            URI reachable = ClientUrl.reachable(uri);
            if (!reachable.equals(uri)) {
                request.header("Host", uri.getRawAuthority());
            }
            sent = client.sendAsync(request.uri(reachable).header("Accept", "application/json").build(),
                    BodyHandlers.ofByteArray());
        } catch (UnknownHostException _) {
            return CompletableFuture.completedFuture(new HttpOutcome.NotSent(uri, "unknown host"));
        } catch (IllegalArgumentException e) { // it cannot be a URL of a server
            return CompletableFuture.completedFuture(new HttpOutcome.NotSent(uri, said(e)));
        }
        CompletableFuture<HttpResponse<byte[]>> limited = sent.copy();
        if (limit != null) {
            limited = limited.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        CompletableFuture<HttpOutcome> outcome = limited.handle((response, failure) -> {
            if (failure == null) {
                return answered(uri, response);
            }
            sent.cancel(true);
            return unsent.getAsBoolean() ? new HttpOutcome.NotSent(uri, why(failure)) : failed(uri, failure);
        });
        return outcome;
    }

    private static HttpOutcome answered(URI uri, HttpResponse<byte[]> response) {
        return new HttpOutcome.Answered(uri, response.statusCode(),
                response.headers().firstValue("Location").orElse(""),
                response.body());
    }

    private HttpOutcome failed(URI uri, Throwable failure) {
        return cause(failure) instanceof ConnectException
                ? new HttpOutcome.NotSent(uri, why(failure))
                : new HttpOutcome.Lost(uri, why(failure));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private String why(Throwable failure) {
        Throwable cause = cause(failure);
        return switch (cause) {
            case HttpConnectTimeoutException _ -> "no connection within " + silence.toMillis() + " ms";
            case ConnectException e -> refusal(e);
            case TimeoutException _ -> "no answer within " + silence.toMillis() + " ms";
            default -> said(cause);
        };
    }

    private static String said(Throwable failure) {
        return failure.getMessage() == null ? "the connection failed" : failure.getMessage();
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
