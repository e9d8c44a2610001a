package io.reeve.http.pages;

import io.reeve.http.RequestTarget;

import io.reeve.http.UrlHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a module that has a server of its own: the one it published by {@code setUri}, unless that is a page of the
 * manager.
 *
 * @param base scheme, authority and path
 */
public record ServiceUri(String base) {

    /** The URI, if it is outside the manager's own URL; empty for a page of the manager and for an unusable URL. */
    public static Optional<ServiceUri> external(String published, String managerUrl) {
        URI uri = usable(published);
        if (uri == null || inside(uri, managerUrl)) {
            return Optional.empty();
        }
        return Optional.of(new ServiceUri(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath()));
    }

    /** The target of {@code /NAME/…}: the base, followed by the rest of the path and the query. */
    public String location(String rawPath, String rawQuery) {
        int slash = rawPath.indexOf('/', 1);
        String rest = slash < 0 ? "" : rawPath.substring(slash + 1);
        if (rest.isEmpty()) {
            return RequestTarget.location(base, "", rawQuery);
        }
        return RequestTarget.location(base.endsWith("/") ? base : base + "/", rest, rawQuery);
    }

    /** The URL, if it is absolute, http or https, with a host and without user info; otherwise null. */
    public static @Nullable URI usable(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return http && UrlHost.of(uri).isPresent() && uri.getUserInfo() == null
                    && uri.toASCIIString().equals(url) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean inside(URI uri, String managerUrl) {
        URI own = usable(managerUrl);
        if (own == null) {
            return false;
        }
        String path = own.getRawPath().endsWith("/") ? own.getRawPath() : own.getRawPath() + "/";
        return own.getScheme().equalsIgnoreCase(uri.getScheme())
                && UrlHost.of(own).map(ServiceUri::lower).equals(UrlHost.of(uri).map(ServiceUri::lower))
                && port(own) == port(uri) && (uri.getRawPath() + "/").startsWith(path);
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        if (UrlHost.port(uri) >= 0) {
            return UrlHost.port(uri);
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
