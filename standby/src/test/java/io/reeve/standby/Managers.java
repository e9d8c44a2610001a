package io.reeve.standby;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.http.OpenExchanges;
import io.reeve.http.endpoint.ActiveHandler;
import io.reeve.http.endpoint.ActiveView;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An active manager of epoch 7 with the module {@code hello}, a standby that redirects to it, and one that is its proxy. */
final class Managers implements AutoCloseable {
    final OpenExchanges pages = new OpenExchanges();
    final TestServer active;
    final FakeView view;
    final StandbyHandler proxying;
    final TestServer proxy;
    final TestServer standby;
    volatile HttpHandler module;

    Managers(HttpHandler hello) {
        module = hello;
        active = new TestServer(new ActiveHandler(new Pages(), _ -> {
            throw new IllegalStateException("no command is sent here");
        }, pages));
        view = new FakeView(FakeView.activeAt(7, active.url()));
        proxying = new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty());
        proxy = new TestServer(proxying);
        standby = new TestServer(new StandbyHandler(StandbyMode.REDIRECT, view, _ -> Optional.empty()));
    }

    int port(String role) {
        return switch (role) {
            case "active" -> active.port();
            case "proxy" -> proxy.port();
            default -> standby.port();
        };
    }

    @Override
    public void close() {
        standby.close();
        proxy.close();
        active.close();
    }

    private final class Pages implements ActiveView {
        @Override
        public String cluster() {
            return "test";
        }

        @Override
        public String name() {
            return "a";
        }

        @Override
        public long epoch() {
            return 7;
        }

        @Override
        public String url() {
            return active.url();
        }

        @Override
        public List<String> modules() {
            return List.of("hello");
        }

        @Override
        public Map<String, String> services() {
            return Map.of();
        }

        @Override
        public boolean stopping() {
            return false;
        }

        @Override
        public Optional<HttpHandler> module(String name) {
            return name.equals("hello") ? Optional.of(exchange -> module.handle(exchange)) : Optional.empty();
        }
    }
}
