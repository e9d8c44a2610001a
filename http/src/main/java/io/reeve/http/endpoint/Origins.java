package io.reeve.http.endpoint;

import io.reeve.http.UrlHost;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The comparison of a browser's origin with the URLs of the cluster. */
public final class Origins {
    private Origins() {}

    /** Whether an origin has the scheme, host and port of one of these URLs. */
    public static boolean isOneOf(String origin, Collection<String> urls) {
        Optional<String> asked = normalize(origin);
        return asked.isPresent() && urls.stream().map(Origins::normalize).anyMatch(asked::equals);
    }

    /** Scheme, host and port, always with the port. */
    private static Optional<String> normalize(String url) {
        try {
            URI uri = URI.create(url);
            Optional<String> host = UrlHost.of(uri);
            if (uri.getScheme() == null || host.isEmpty()) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = UrlHost.port(uri) >= 0 ? UrlHost.port(uri) : scheme.equals("https") ? 443 : 80;
            return Optional.of(scheme + "://" + host.get().toLowerCase(Locale.ROOT) + ":" + port);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
