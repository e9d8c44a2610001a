package io.reeve.modules.hello;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;
import io.reeve.api.command.CliArg;
import io.reeve.api.command.CliCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The module, which greets on the command line and on a page, and counts its greetings. */
final class HelloModule extends MgrModule {
    private static final String COUNT = "count";

    HelloModule(ModuleContext context) {
        super(context);
    }

    @Override
    public void serve() {
        log().info("hello from {}: {} greetings so far", getMgrId(), count());
    }

    @Override
    public Optional<HttpHandler> httpHandler() {
        return Optional.of(this::page);
    }

    /** Greets and counts. Commands run one at a time and only they change the count, so this needs no lock. */
    @CliCommand(value = "hello greet", desc = "greet somebody", perm = "rw")
    String greet(@CliArg(value = "name", required = false) @Nullable String name) {
        setStoreText(COUNT, Long.toString(count() + 1));
        return greeting(name == null ? "world" : name) + "\n";
    }

    @CliCommand(value = "hello count", desc = "show how often somebody was greeted", perm = "r")
    String showCount() {
        return count() + "\n";
    }

    @Override
    public void selfTest() {
        if (greeting("x").isBlank()) {
            throw new IllegalStateException("the greeting is blank: set option greeting");
        }
    }

    private String greeting(String name) {
        return getModuleOption("greeting").asString() + ", " + name + "!";
    }

    private long count() {
        return getStoreText(COUNT).map(Long::parseLong).orElse(0L);
    }

    private void page(HttpExchange exchange) throws IOException {
        String html = String.format(Locale.ROOT, """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>hello</title></head>
                <body><h1>%s</h1><p>Manager <b>%s</b> is active. Greetings so far: %d.</p></body></html>
                """, escaped(greeting("world")), escaped(getMgrId()), count());
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        try (exchange) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
