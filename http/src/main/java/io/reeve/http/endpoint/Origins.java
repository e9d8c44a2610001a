package io.reeve.http.endpoint;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Compares the origin that a browser names with the cluster's own URLs. */
public final class Origins {
    private Origins() {}

    /** Whether the page belongs to one of these URLs. */
    public static boolean isOneOf(String origin, Collection<String> urls) {
        Optional<String> asked = normalize(origin);
        return asked.isPresent() && urls.stream().map(Origins::normalize).anyMatch(asked::equals);
    }

    /** Scheme, host and port, the port always there. */
    private static Optional<String> normalize(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
