package io.reeve.standby;

import static io.reeve.http.testing.RawClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.http.Unavailable;
import io.reeve.http.testing.RawClient.Answer;
import io.reeve.http.testing.TestServer;
import io.reeve.standby.testing.FakeView;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandbyErrorModeTest {
    private final FakeView view = new FakeView(FakeView.activeAt(7, "http://active.example:9481/a%22b/"));
    private final TestServer server = new TestServer(
            new StandbyHandler(StandbyMode.ERROR, view, _ -> Optional.empty()));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void programIsToldTheActivesUrl() {
        Answer answer = ask(server.port(), "GET /x HTTP/1.1", "Host: h");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.body()).contains("\"active_url\":\"http://active.example:9481/a%22b/\"", "\"last_epoch\":7");
    }

    @Test
    void moduleWithAServerOfItsOwnIsReachedFromHereToo() {
        view.map = FakeView.map(7, FakeView.active(2, 7, "http://active.example:9481/",
                Map.of("dash", "https://dash.example:8443/d/", "hello", "http://active.example:9481/hello/")));

        Answer away = ask(server.port(), "GET /dash/x%20y?q=1 HTTP/1.1", "Host: h");

        assertThat(away.status()).isEqualTo(307);
        assertThat(away.header("Location")).contains("https://dash.example:8443/d/x%20y?q=1");
        assertThat(ask(server.port(), "GET /hello/ HTTP/1.1", "Host: h").status()).isEqualTo(503);
    }

    @Test
    void browserIsShownALink() {
        Answer answer = ask(server.port(), "GET /x HTTP/1.1", "Host: h", "Accept: text/html");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("<a href=\"http://active.example:9481/a%22b/\">");
    }

    @Test
    void startingProcessAsksToComeBack() {
        try (TestServer starting = new TestServer(Unavailable.always("this manager is starting"))) {
            Answer program = ask(starting.port(), "GET /x HTTP/1.1", "Host: h");
            Answer browser = ask(starting.port(), "GET /x HTTP/1.1", "Host: h", "Accept: text/html");

            assertThat(program.status()).isEqualTo(503);
            assertThat(program.header("Retry-After")).contains("1");
            assertThat(program.body()).contains("\"reason\":\"this manager is starting\"");
            assertThat(browser.body()).contains("http-equiv=\"refresh\"");
        }
    }
}
