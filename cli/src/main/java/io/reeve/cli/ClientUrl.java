package io.reeve.cli;

import java.net.URI;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of a URL. {@link URI} knows none with an underscore, such as {@code mgr_a}, though Docker and others make such
 * names and all servers resolve them. The managers have a class like it, {@code UrlHost}; the command line depends on nothing
 * of a manager.
 */
final class ClientUrl {
    private ClientUrl() {}

    /** The host, in brackets if it is an IPv6 address; empty if there is none. */
    static Optional<String> of(URI url) {
        return Optional.ofNullable(url.getHost()).or(() -> match(url).map(parts -> parts.group(1)));
    }

    /** The port; -1 if there is none. */
    static int port(URI url) {
        return url.getHost() != null
                ? url.getPort()
                : match(url).map(parts -> parts.group(2))
                        .map(port -> Integer.parseInt(port.substring(1)))
                        .orElse(-1);
    }

    /**
     * A URL without the user and the password before its host: neither is sent to a manager, and what shows URLs, such as a log
     * or the diagnostics, must not show them.
     *
     * @param url with a scheme
     */
    static String withoutUser(String url) {
        int host = url.indexOf("://") + 3;
        int end = host;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int user = url.lastIndexOf('@', end - 1);
        return user < host ? url : url.substring(0, host) + url.substring(user + 1);
    }

    private static Optional<MatchResult> match(URI url) {
        if (url.getRawAuthority() == null) {
            return Optional.empty();
        }
        Matcher parts = Pattern.compile("([A-Za-z0-9._-]+)(:[0-9]{1,5})?").matcher(url.getRawAuthority());
        return parts.matches() ? Optional.of(parts.toMatchResult()) : Optional.empty();
    }
}
