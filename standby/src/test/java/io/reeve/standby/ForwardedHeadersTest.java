package io.reeve.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.testing.RawClient;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {
    private volatile List<String> responseHeaders = List.of();
    private final TestServer active = new TestServer(exchange -> {
        StringBuilder text = new StringBuilder();
        for (HeaderValues header : exchange.getRequestHeaders()) {
            header.forEach(value -> text.append(header.getHeaderName()).append(": ").append(value).append('\n'));
        }
        for (String header : responseHeaders) {
            String[] parts = header.split(": ", 2);
            exchange.getResponseHeaders().add(new HttpString(parts[0]), parts[1]);
        }
        exchange.getResponseSender().send(text.toString());
    });
    private final FakeView view = new FakeView(FakeView.activeAt(7, active.url()));
    private final TestServer proxy = new TestServer(
            new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty()));

    @AfterEach
    void close() {
        proxy.close();
        active.close();
    }

    private String seen(String... headers) {
        String[] lines = new String[headers.length + 2];
        lines[0] = "GET / HTTP/1.1";
        lines[1] = "Host: public.example:8443";
        System.arraycopy(headers, 0, lines, 2, headers.length);
        return RawClient.ask(proxy.port(), lines).body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"X: y | X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-For: 192.0.2.1 | X-Forwarded-For: 192.0.2.1,127.0.0.1",
            "X-Forwarded-For: 192.0.2.1, 192.0.2.2 | X-Forwarded-For: 192.0.2.1, 192.0.2.2,127.0.0.1",
            "X: y | X-Forwarded-Proto: http", "X-Forwarded-Proto: https | X-Forwarded-Proto: https",
            "X: y | X-Forwarded-Host: public.example:8443",
            "X-Forwarded-Host: first.example | X-Forwarded-Host: first.example",
            "X-Forwarded-Port: 443 | X-Forwarded-Port: 443", "Forwarded: for=192.0.2.1 | Forwarded: for=192.0.2.1",
            "Accept: text/html | Accept: text/html", "Authorization: Basic x | Authorization: Basic x",
            "X-Own: 1 | X-Own: 1"})
    void whatTheFirstProxySaidIsKeptAndOwnHopAdded(String sent, String seen) {
        assertThat(seen(sent).lines()).contains(seen);
        if (sent.startsWith("X-Forwarded")) {
            String name = sent.substring(0, sent.indexOf(':'));
            assertThat(seen(sent).lines().filter(line -> line.startsWith(name + ":"))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: X-Own", "Connection: close, x-own",
            "Connection: keep-alive|Connection: X-Own"})
    void whatTheConnectionNamesIsRemoved(String connection) {
        String[] headers = (connection + "|X-Own: 1|X-Other: 2").split("\\|");
        assertThat(seen(headers)).contains("X-Other: 2").doesNotContain("X-Own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TE: trailers", "Keep-Alive: timeout=5", "Proxy-Authorization: Basic x",
            "Proxy-Connection: close",
            "Upgrade: h2c", "Proxy-Authenticate: Basic"})
    void headersOfOneConnectionEndHere(String header) {
        assertThat(seen(header)).doesNotContain(header.substring(0, header.indexOf(':')));
        responseHeaders = List.of(header);
        assertThat(RawClient.ask(proxy.port(), "GET / HTTP/1.1", "Host: h").headers()).doesNotContain(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "X-Forwarded-For", "Reeve-Epoch", "Origin"})
    void connectionCannotHaveRemovedWhatDecides(String name) {
        assertThat(seen("Connection: " + name, "Origin: http://x.example", "X-Forwarded-For: 192.0.2.1"))
                .contains("Origin: http://x.example", "X-Forwarded-For: 192.0.2.1,127.0.0.1", "Reeve-Epoch: 7",
                        "Host: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: X-Own", "Connection: keep-alive, X-Own"})
    void whatTheActivesConnectionNamesIsRemovedFromTheResponse(String connection) {
        responseHeaders = List.of(connection, "X-Own: 1", "X-Other: 2");
        Answer answer = RawClient.ask(proxy.port(), "GET / HTTP/1.1", "Host: h");
        assertThat(answer.headers()).contains("X-Other: 2").noneMatch(line -> line.contains("X-Own"));
    }
}
