package io.reeve.http.endpoint;

import io.reeve.http.Answers;
import io.reeve.http.UrlHost;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check of a request's {@code Host}. A page of a foreign site can have its own name resolved to the address of a manager
 * (DNS rebinding); its requests then count as same-origin, but they still carry the foreign name. So only known names are
 * served, and addresses, which cannot be rebound. Health is exempt: what probes it often has a name of its own.
 */
public final class HostCheck {
    private static final Pattern AUTHORITY = Pattern
            .compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._~!$&'()*+,;=%-]+))(?::[0-9]{0,5})?");
    private static final Pattern IPV4 = Pattern
            .compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

    private final Predicate<String> known;
    /** The last host that was served: nearly all requests name the same. */
    private volatile Named last = new Named("localhost", "localhost", true);

    /**
     * A host as a request names it.
     *
     * @param header the header
     * @param name   the host in it, as it is compared
     * @param local  whether it is an address or a loopback name
     */
    private record Named(String header, String name, boolean local) {}

    private HostCheck(Predicate<String> known) {
        this.known = known;
    }

    /**
     * A handler that passes requests for known hosts to {@code next}, and answers 421 to others.
     *
     * @param known whether a host name is known; it is asked in lower case, without a final dot, and not for addresses and
     *              loopback names, which always are
     */
    public static HttpHandler over(HttpHandler next, Predicate<String> known) {
        HostCheck check = new HostCheck(known);
        return exchange -> {
            if (Endpoint.isForAnyHost(exchange.getRequestURI()) || !check.refuse(exchange)) {
                next.handleRequest(exchange);
            }
        };
    }

    private boolean refuse(HttpServerExchange exchange) {
        @Nullable
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (host == null) { // HTTP/1.0, which no browser sends
            return false;
        }
        Named named = last;
        if (!named.header().equals(host)) {
            Optional<String> name = name(host);
            if (name.isEmpty()) {
                Answers.error(exchange, 400, "'Host: " + host + "' is not a host: send HOST or HOST:PORT");
                return true;
            }
            named = new Named(host, name.get(), isLocal(name.get()));
        }
        if (named.local() || known.test(named.name())) {
            last = named;
            return false;
        }
        Answers.error(exchange, 421,
                "host '" + named.name() + "' is none of this cluster's: use the advertised URL of a"
                        + " manager, or name the host in --allowed-hosts of every manager");
        return true;
    }

    /** The host of a {@code Host} header without its port, in lower case; empty if the header is malformed. */
    static Optional<String> name(String header) {
        Matcher parts = AUTHORITY.matcher(header);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(UrlHost.normal(parts.group(1) == null ? parts.group(2) : "[" + parts.group(1) + "]"));
    }

    private static boolean isLocal(String name) {
        return name.startsWith("[") || IPV4.matcher(name).matches() || name.equals("localhost")
                || name.equals("ip6-localhost") || name.equals("ip6-loopback");
    }
}
