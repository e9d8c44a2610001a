package io.reeve.modules.prometheus;

import io.reeve.api.cluster.MgrMap;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The managers as targets for Prometheus, in the JSON of its discovery by HTTP or by file: a group for each manager. */
final class Targets {
    private static final String HTTP = "80";
    private static final String HTTPS = "443";
    /** A host and perhaps a port. {@link URI} itself finds no host in a name with an underscore, such as {@code mgr_a}. */
    private static final Pattern AUTHORITY = Pattern.compile("(.+?)(?::([0-9]{1,5}))?");

    private Targets() {}

    static String json(MgrMap map) {
        List<MgrMap.Manager> all = new ArrayList<>(map.standbys());
        if (map.active() != null) {
            all.addFirst(map.active().manager());
        }
        return all.stream().map(Targets::group).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String group(MgrMap.Manager mgr) {
        URI url = URI.create(mgr.url());
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        Matcher parts = AUTHORITY.matcher(Objects.requireNonNullElse(url.getRawAuthority(), ""));
        boolean named = parts.matches();
        String host = named ? parts.group(1) : "";
        String port = named && parts.group(2) != null ? parts.group(2) : tls ? HTTPS : HTTP;
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("__meta_reeve_mgr", mgr.name());
        if (tls) {
            labels.put("__scheme__", "https");
        }
        if (url.getPath() != null && url.getPath().length() > 1) {
            labels.put("__metrics_path__", url.getPath().replaceFirst("/$", "") + "/metrics");
        }
        return "{\"targets\": [" + quoted(host + ":" + port) + "], \"labels\": "
                + labels.entrySet()
                        .stream()
                        .map(one -> quoted(one.getKey()) + ": " + quoted(one.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"))
                + "}";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || Character.isSurrogate((char) c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
