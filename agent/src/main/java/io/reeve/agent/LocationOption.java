package io.reeve.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The option {@code --location}: the crush location of a daemon, from the root down: {@code root=default rack=r1}. */
final class LocationOption {
    /** The key in the metadata, which is Ceph's. */
    private static final String KEY = "crush_location";

    private LocationOption() {}

    /**
     * Parses {@code root=default,rack=r1}.
     *
     * @throws IllegalArgumentException if a part is not {@code TYPE=NAME}; the message names it
     */
    static Map<String, String> parse(String text) {
        Map<String, String> location = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0 || equals == part.length() - 1 || part.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("'" + part + "' is not TYPE=NAME, as in rack=r1");
            }
            if (location.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + part.substring(0, equals) + "' is there twice");
            }
        }
        return location;
    }

    /** A copy of the metadata with the location; the host is added if the location names none. */
    static Map<String, String> add(Map<String, String> metadata, Map<String, String> location) {
        Map<String, String> whole = new LinkedHashMap<>();
        whole.put("root", "default");
        whole.putAll(location);
        whole.putIfAbsent("host", metadata.getOrDefault("hostname", "unknown"));
        Map<String, String> result = new LinkedHashMap<>(metadata);
        result.put(KEY, whole.entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" ")));
        return result;
    }
}
