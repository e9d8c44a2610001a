package io.reeve.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The lookup of the managers' report addresses, by asking all the managers' URLs at once. */
final class ManagerAddresses {
    static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<URI> managers;

    ManagerAddresses(List<URI> managers) {
        this.managers = List.copyOf(managers);
    }

    /**
     * Finds the report addresses, {@code HOST:PORT}, of all managers that any of the URLs names, an active one's
     * first. A URL that does not answer costs {@link #PATIENCE} at most.
     *
     * @throws IOException if no manager answers; the message has a reason for each
     */
    List<String> find() throws IOException, InterruptedException {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = managers.stream().map(this::ask).toList();
        Set<String> found = new LinkedHashSet<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < managers.size(); i++) {
            URI manager = managers.get(i);
            try {
                List<String> named = addresses(answers.get(i).get());
                if (named.isEmpty()) {
                    failures.add(manager + " knows no manager yet");
                }
                found.addAll(named);
            } catch (IOException e) {
                failures.add(manager + ": " + e.getMessage());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failures.add(manager + ": "
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(String.join("; ", failures));
        }
        return List.copyOf(found);
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(URI manager) {
        try {
            URI url = UrlHost.reachable(manager.resolve("/api/mgr"));
            HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
            return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(new IOException("unknown host", e));
        }
    }

    private static List<String> addresses(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException("/api/mgr answers " + answer.statusCode());
        }
        JsonNode map = JSON.readTree(answer.body());
        List<String> addresses = new ArrayList<>();
        add(map.path("active").path("report"), addresses);
        map.path("standbys").forEach(standby -> add(standby.path("report"), addresses));
        return addresses;
    }

    private static void add(JsonNode address, List<String> addresses) {
        if (!address.isTextual()) {
            return;
        }
        try {
            addresses.add(HostPort.parseTarget(address.textValue()).toString());
        } catch (IllegalArgumentException notAnAddress) {
            // The other managers' addresses are still good.
        }
    }
}
