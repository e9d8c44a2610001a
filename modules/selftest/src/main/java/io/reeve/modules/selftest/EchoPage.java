package io.reeve.modules.selftest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The pages of the module: {@code /selftest/echo} streams the request's body back, {@code /selftest/fail} throws, and every
 * other page shows the method and the target of the request.
 */
final class EchoPage implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/fail")) {
            throw new IllegalStateException("Synthetic exception in a page");
        }
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : 0);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                try (InputStream in = exchange.getRequestBody(); OutputStream out = exchange.getResponseBody()) {
                    if (path.endsWith("/echo")) {
                        echo(in, out);
                    } else {
                        out.write((exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n")
                                .getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
    }
}
