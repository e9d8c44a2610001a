package io.reeve.http.endpoint;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.QValueParser;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A quickly compressed stream, whose memory outside the heap can be given back without an orderly end. */
final class GzipStream extends GZIPOutputStream {
    private static final int BUFFER = 8 << 10;

    GzipStream(OutputStream out) throws IOException {
        super(out, BUFFER);
        def.setLevel(Deflater.BEST_SPEED);
    }

    /** Whether a client takes it. */
    static boolean isAccepted(HttpServerExchange exchange) {
        List<String> said = exchange.getRequestHeaders().get(Headers.ACCEPT_ENCODING);
        return said != null && QValueParser.parse(said)
                .stream()
                .flatMap(List::stream)
                .anyMatch(value -> value.getValue().equalsIgnoreCase("gzip") && !value.isQValueZero());
    }

    /** Gives its memory back. */
    void release() {
        def.end();
    }
}
