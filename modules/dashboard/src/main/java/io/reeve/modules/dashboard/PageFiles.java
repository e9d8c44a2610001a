package io.reeve.modules.dashboard;

import com.sun.net.httpserver.HttpExchange;
import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, from the jar: its own, and those of Lit and uPlot. Its policy lets a browser run nothing else: the
 * only inline script is the import map, which the policy names by its hash.
 */
final class PageFiles {
    /** The libraries: the folder in the jar by the folder of the page. */
    private static final Map<String, String> LIBRARIES = Map.of("lit", "lit/3.3.0", "lit-html", "lit-html/3.3.0",
            "lit-element", "lit-element/4.2.0", "reactive-element", "lit__reactive-element/2.1.0", "uplot",
            "uplot/1.6.30");
    private static final Map<String, String> IMPORTS = new TreeMap<>(Map.of("lit", "./lib/lit/index.js", "lit/",
            "./lib/lit/", "lit-html", "./lib/lit-html/lit-html.js", "lit-html/", "./lib/lit-html/", "lit-element",
            "./lib/lit-element/index.js", "lit-element/", "./lib/lit-element/", "@lit/reactive-element",
            "./lib/reactive-element/reactive-element.js", "@lit/reactive-element/", "./lib/reactive-element/", "uplot",
            "./lib/uplot/dist/uPlot.esm.js"));
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8", "css",
            "text/css; charset=utf-8", "svg", "image/svg+xml");
    private static final Pattern SAFE_PATH = Pattern.compile("(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_.-]+\\.(?:js|css|svg)");

    /** A file and the tag by which browsers know whether theirs is the same. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Loaded(byte[] bytes, String tag) {}

    private final Supplier<MgrMap> managers;
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();
    private final String page;
    private final String importMapHash;

    /**
     * Reads the page.
     *
     * @param json     the writer of JSON
     * @param managers the managers, at whose URLs the page may look for the active
     */
    PageFiles(Function<@Nullable Object, String> json, Supplier<MgrMap> managers) {
        this.managers = managers;
        String importMap = json.apply(Map.of("imports", IMPORTS));
        this.importMapHash = Base64.getEncoder().encodeToString(sha256(importMap.getBytes(StandardCharsets.UTF_8)));
        this.page = new String(read("page/index.html"), StandardCharsets.UTF_8).replace("{{importmap}}", importMap);
    }

    /** Answers with the page itself. */
    void page(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", policy());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        Replies.send(exchange, 200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with a file of the page or of a library. */
    void file(HttpExchange exchange, String path) throws IOException {
        Loaded file = SAFE_PATH.matcher(path).matches() ? load(path) : null;
        if (file == null) {
            Replies.error(exchange, 404, "the dashboard has no file " + path);
            return;
        }
        exchange.getResponseHeaders().set("Content-Security-Policy", policy()); // of the worker, which has its own
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.getResponseHeaders().set("ETag", file.tag());
        if (file.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
        Replies.send(exchange, 200, type, file.bytes());
    }

    private String policy() {
        return "default-src 'none'; script-src 'self' 'sha256-" + importMapHash + "'; style-src 'self'; img-src 'self'"
                + " data:; connect-src 'self'" + origins() + "; worker-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'";
    }

    /** The origins of the managers, each after a space. */
    private String origins() {
        MgrMap map = managers.get();
        List<MgrMap.Manager> all = new ArrayList<>(map.standbys());
        MgrMap.Active active = map.active();
        if (active != null) {
            all.add(active.manager());
        }
        Set<String> origins = new TreeSet<>();
        for (MgrMap.Manager manager : all) {
            URI url = URI.create(manager.url());
            String origin = url.getScheme() + "://" + url.getRawAuthority();
            if (origin.matches("https?://[A-Za-z0-9.:\\[\\]_-]+")) { // else it could add to the policy
                origins.add(" " + origin);
            }
        }
        return String.join("", origins);
    }

    private @Nullable Loaded load(String path) {
        Loaded known = loaded.get(path);
        if (known != null) {
            return known;
        }
        String resource = resource(path);
        if (resource == null || PageFiles.class.getResource("/" + resource) == null) {
            return null;
        }
        byte[] bytes = read(resource);
        Loaded fresh = new Loaded(bytes, '"' + HexFormat.of().formatHex(sha256(bytes), 0, 12) + '"');
        loaded.put(path, fresh);
        return fresh;
    }

    private static @Nullable String resource(String path) {
        if (path.startsWith("app/")) {
            return "page/" + path;
        }
        String[] parts = path.split("/", 3);
        String folder = parts.length == 3 && parts[0].equals("lib") ? LIBRARIES.get(parts[1]) : null;
        return folder == null ? null : "META-INF/resources/webjars/" + folder + "/" + parts[2];
    }

    private static byte[] read(String resource) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's jar has no " + resource + ": build it again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the dashboard's jar: " + resource, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
