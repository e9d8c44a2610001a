package io.reeve.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A browser's way of asking: follows redirects, gives up after a while. */
final class Http {
    static final JsonMapper JSON = JsonMapper.builder().build();
    /** For an answer that must come. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** For a node that may be stopped. */
    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();

    private static final HttpClient UNREDIRECTED = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .build();

    private Http() {}

    static HttpResponse<String> get(String url) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build());
        } catch (IOException e) {
            throw new UncheckedIOException(url, e);
        }
    }

    /** The answer itself, also where it leads elsewhere. */
    static HttpResponse<String> unredirected(String url, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(UNREDIRECTED, request.build());
    }

    /** The answer to a method without a body. */
    static HttpResponse<String> method(String method, String url) throws IOException {
        return send(UNREDIRECTED, HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** The status, or -1 if there is no answer. */
    static int status(String url) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url)).timeout(A_WHILE).build()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /** A command through whichever node; any HTTP answer is returned. */
    static HttpResponse<String> command(String url, Map<String, Object> body, Duration timeout) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + "/api/command"))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(response.uri() + " answered " + response.statusCode() + ": "
                    + response.body(), e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        return send(CLIENT, request);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
