package io.reeve.daemon.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.http.endpoint.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;

/** The client of the demo's managers. A manager that does not answer gives an empty result. */
final class ManagerClient {
    private static final int PATIENCE_MILLIS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The cluster as a manager sees it: the active, which may be empty, and whether it is available. */
    record View(String active, boolean available, long epoch) {
        /** What is seen where no manager answers. */
        static final View NOBODY = new View("", false, 0);
    }

    boolean isReady(ManagerProcess manager) {
        try {
            return open(manager, Endpoint.READY).getResponseCode() == 200;
        } catch (IOException silent) {
            return false;
        }
    }

    Optional<View> view(ManagerProcess manager) {
        try (InputStream body = open(manager, Endpoint.MANAGERS).getInputStream()) {
            JsonNode map = JSON.readTree(body);
            return Optional.of(new View(map.path("active_name").asText(""), map.path("available").asBoolean(),
                    map.path("epoch").asLong()));
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    private static HttpURLConnection open(ManagerProcess manager, Endpoint endpoint) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(manager.url() + endpoint.path())
                .toURL()
                .openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }
}
