package io.reeve.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The lookup of the managers' report addresses, by asking the managers' URLs one after the other. */
final class ManagerAddresses {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<URI> managers;

    ManagerAddresses(List<URI> managers) {
        this.managers = List.copyOf(managers);
    }

    /**
     * Finds the report addresses, {@code HOST:PORT}, of all live managers, the active one's first.
     *
     * @throws IOException if no manager answers; the message has a reason for each
     */
    List<String> find() throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        for (URI manager : managers) {
            try {
                List<String> found = ask(manager);
                if (!found.isEmpty()) {
                    return found;
                }
                failures.add(manager + " knows no manager yet");
            } catch (IOException e) {
                failures.add(manager + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
        throw new IOException(String.join("; ", failures));
    }

    private List<String> ask(URI manager) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(manager.resolve("/api/mgr")).timeout(PATIENCE).build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
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
        if (address.isTextual() && !address.textValue().isEmpty()) {
            addresses.add(address.textValue());
        }
    }
}
