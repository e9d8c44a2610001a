package io.reeve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The reading of a request's head where Undertow's is laxer than RFC 9110 and 9112. */
public final class RequestHead {
    private static final Set<HttpString> KNOWN = Set.of(Methods.GET, Methods.HEAD, Methods.POST, Methods.PUT,
            Methods.DELETE, Methods.OPTIONS, Methods.PATCH, Methods.TRACE, Methods.CONNECT);

    private RequestHead() {}

    /** Answers a request that is none by the RFC. Returns true if it did. */
    static boolean refuse(HttpServerExchange exchange) {
        HeaderValues connection = exchange.getRequestHeaders().get(Headers.CONNECTION);
        if (connection != null && connectionOptions(connection).contains("close")) {
            exchange.setPersistent(false); // Undertow knows it only as the whole header
        }
        return refuseFraming(exchange) || RequestTarget.refuse(exchange) || refuseMethod(exchange)
                || refuseExpectation(exchange);
    }

    /** The options that {@code Connection} names, in lower case. */
    public static Set<String> connectionOptions(@Nullable HeaderValues headers) {
        Set<String> options = new TreeSet<>();
        if (headers != null) {
            for (String header : headers) {
                for (String option : header.split(",", -1)) {
                    options.add(option.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        options.remove("");
        return options;
    }

    static String malformed(@Nullable String what) {
        return "the chunked body is malformed: " + what;
    }

    /** Only one coding is known, and only to HTTP/1.1: a body in another has no end that both sides agree on. */
    private static boolean refuseFraming(HttpServerExchange exchange) {
        HeaderValues codings = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
        @Nullable
        String malformed = BodyGuard.install(exchange);
        if (codings == null) {
            return false;
        }
        if (exchange.getProtocol().equals(Protocols.HTTP_1_0)) {
            return last(exchange, 400, "Transfer-Encoding is not for HTTP/1.0: send Content-Length");
        }
        if (codings.size() != 1 || !codings.getFirst().strip().equalsIgnoreCase("chunked")) {
            return last(exchange, 501, "Transfer-Encoding '" + String.join(", ", codings)
                    + "' is not known: send 'chunked' or Content-Length");
        }
        return malformed != null && last(exchange, 400, malformed(malformed));
    }

    private static boolean refuseMethod(HttpServerExchange exchange) {
        String method = exchange.getRequestMethod().toString();
        // HttpString compares without regard to case, and so do all the comparisons that follow
        if (!KNOWN.contains(exchange.getRequestMethod()) || method.equals(method.toUpperCase(Locale.ROOT))) {
            return false;
        }
        return last(exchange, 501, "method '" + method + "' is not known: methods are in upper case");
    }

    private static boolean refuseExpectation(HttpServerExchange exchange) {
        HeaderValues expected = exchange.getRequestHeaders().get(Headers.EXPECT);
        if (expected == null
                || (expected.size() == 1 && expected.getFirst().strip().equalsIgnoreCase("100-continue"))) {
            return false;
        }
        return last(exchange, 417,
                "'Expect: " + String.join(", ", expected) + "' cannot be met: only 100-continue can");
    }

    private static boolean last(HttpServerExchange exchange, int status, String reason) {
        exchange.setPersistent(false);
        Answers.error(exchange, status, reason);
        return true;
    }
}
