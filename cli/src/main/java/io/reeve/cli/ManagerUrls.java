package io.reeve.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The base URLs of the managers, in the order in which to ask them. Confined to one thread. */
final class ManagerUrls {
    private static final List<String> DEFAULT = List.of("http://127.0.0.1:9480", "http://127.0.0.1:9481",
            "http://127.0.0.1:9482", "http://127.0.0.1:9483");
    private final List<URI> urls;

    ManagerUrls(List<URI> urls) {
        this.urls = new ArrayList<>(urls);
    }

    /** The URLs of {@code --mgr}, else of {@code REEVE_MGR}, else the default ones on this machine. */
    static ManagerUrls of(@Nullable String option, Map<String, String> environment) throws CliException {
        String list = option != null ? option : environment.getOrDefault("REEVE_MGR", "");
        List<String> given = list.isBlank()
                ? DEFAULT
                : isOne(list) ? List.of(list) : List.of(list.strip().split("[\\s,]+"));
        String from = option != null ? "--mgr" : "REEVE_MGR";
        if (given.isEmpty()) {
            throw new CliException(CliException.USAGE, from + ": '" + list + "' names no manager");
        }
        List<URI> parsed = new ArrayList<>();
        for (String url : given) {
            parsed.add(parse(url, from));
        }
        return new ManagerUrls(parsed);
    }

    /** Whether there is one only: a regular expression is not loaded for it. */
    private static boolean isOne(String list) {
        for (int i = 0; i < list.length(); i++) {
            if (list.charAt(i) == ',' || list.charAt(i) <= ' ') {
                return false;
            }
        }
        return true;
    }

    private static URI parse(String url, String from) throws CliException {
        String full = ClientUrl.withoutUser(url.contains("://") ? url : "http://" + url);
        try {
            URI uri = new URI(withoutSlashes(full) + "/");
            if (ClientUrl.of(uri).isPresent() && ClientUrl.port(uri) <= 65_535
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new CliException(CliException.USAGE, from + ": '" + full + "' is not a URL: " + e.getReason());
        }
        throw new CliException(CliException.USAGE,
                from + ": '" + full + "' is not a manager's URL, such as http://127.0.0.1:9480 or 127.0.0.1:9480");
    }

    private static String withoutSlashes(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    List<URI> inOrder() {
        return List.copyOf(urls);
    }

    /** Adds a manager, to be asked after those that the user named. */
    void learn(String url) {
        try {
            URI uri = parse(url, "/api/mgr");
            if (!urls.contains(uri)) {
                urls.add(uri);
            }
        } catch (CliException _) {
            // A manager whose record has no HTTP URL cannot be asked; the others remain.
        }
    }

    /** Moves a manager to the end, because its answer did not help. */
    void putLast(URI url) {
        if (urls.remove(url)) {
            urls.add(url);
        }
    }

    @Override
    public String toString() {
        return String.join(", ", urls.stream().map(uri -> withoutSlashes(uri.toString())).toList());
    }
}
