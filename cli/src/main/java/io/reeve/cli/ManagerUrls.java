package io.reeve.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The managers' base URLs, in the order in which to ask. Used by one thread. */
final class ManagerUrls {
    private static final List<String> DEFAULT = List.of("http://127.0.0.1:9480", "http://127.0.0.1:9481",
            "http://127.0.0.1:9482", "http://127.0.0.1:9483");
    private final List<URI> nodes;

    ManagerUrls(List<URI> nodes) {
        this.nodes = new ArrayList<>(nodes);
    }

    /** The nodes of {@code --mgr}, else of {@code REEVE_MGR}, else the usual ones of this machine. */
    static ManagerUrls of(@Nullable String option, Map<String, String> environment) throws CliException {
        String list = option != null ? option : environment.getOrDefault("REEVE_MGR", "");
        List<String> urls = list.isBlank() ? DEFAULT : List.of(list.strip().split("[\\s,]+"));
        List<URI> nodes = new ArrayList<>();
        for (String url : urls) {
            nodes.add(parse(url, option != null ? "--mgr" : "REEVE_MGR"));
        }
        return new ManagerUrls(nodes);
    }

    private static URI parse(String url, String from) throws CliException {
        String full = url.contains("://") ? url : "http://" + url;
        try {
            URI uri = new URI(full.replaceFirst("/+$", "") + "/");
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new CliException(CliException.USAGE, from + ": '" + url + "' is not a URL: " + e.getReason());
        }
        throw new CliException(CliException.USAGE,
                from + ": '" + url + "' is not a manager's URL, such as http://127.0.0.1:9480 or 127.0.0.1:9480");
    }

    List<URI> inOrder() {
        return List.copyOf(nodes);
    }

    /** Learns of another manager; it is asked after those that the user named. */
    void learn(String url) {
        try {
            URI uri = parse(url, "/api/mgr");
            if (!nodes.contains(uri)) {
                nodes.add(uri);
            }
        } catch (CliException _) {
            // A manager's record that is not an http URL helps nobody; the others are still there.
        }
    }

    /** Asks this one last from now on: what it said led nowhere. */
    void putLast(URI node) {
        if (nodes.remove(node)) {
            nodes.add(node);
        }
    }

    @Override
    public String toString() {
        return String.join(", ", nodes.stream().map(uri -> uri.toString().replaceFirst("/$", "")).toList());
    }
}
