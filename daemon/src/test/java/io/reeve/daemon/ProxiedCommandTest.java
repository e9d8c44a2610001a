package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.Answers;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.Workers;
import io.reeve.standby.StandbyHandler;
import io.reeve.standby.StandbyMode;
import io.reeve.standby.StandbyView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose body was read, and that is forwarded or refused then, in the midst of a change of roles. */
class ProxiedCommandTest {
    private static final long SELF = 1;

    private final View view = new View();
    private final StandbyHandler standby = new StandbyHandler(StandbyMode.PROXY, view, _ -> Optional.empty());
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpListener active;
    private HttpListener proxy;

    private static final class View implements StandbyView {
        private volatile MgrMap map = ProxiedCommandTest.map(1, 2, "http://127.0.0.1:1/");
        private volatile boolean connected = true;
        private volatile long highest;

        @Override
        public MgrMap map() {
            return map;
        }

        @Override
        public long selfGid() {
            return SELF;
        }

        @Override
        public boolean connectedToZooKeeper() {
            return connected;
        }

        @Override
        public boolean connectedToActive() {
            return false;
        }

        @Override
        public MgrMap sync() {
            return map;
        }

        @Override
        public long confirmedEpoch() {
            return highest;
        }
    }

    private static MgrMap map(long epoch, long gid, String url) {
        MgrMap.Manager manager = new MgrMap.Manager("a", gid, "host", 1, url, "127.0.0.1:6800", "1", 0, List.of(),
                Map.of());
        return new MgrMap("test", "fsid", epoch, false,
                new MgrMap.Active(manager, epoch, Instant.EPOCH, true, Map.of()),
                Instant.EPOCH, List.of(), List.of());
    }

    @BeforeEach
    void open() throws IOException {
        active = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                exchange -> exchange.getRequestReceiver()
                        .receiveFullString((on, body) -> Answers.json(on, 200, Map.of("got", body))));
        URI endpoint = URI.create(url() + "api/command");
        proxy = new HttpListener("127.0.0.1", 0, HttpLimits.defaults(),
                exchange -> exchange.getRequestReceiver()
                        .receiveFullBytes((read, body) -> read.dispatch(Workers.VIRTUAL,
                                on -> ProxiedCommand.forward(on, body, endpoint, standby))));
        view.map = map(1, 2, url());
    }

    private String url() {
        return "http://127.0.0.1:" + active.address().getPort() + "/";
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        active.close();
    }

    private HttpResponse<String> post() throws Exception {
        return client.send(HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + proxy.address().getPort() + "/api/command"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"prefix\": \"mgr stat\"}"))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void commandIsForwardedWithTheBodyThatWasRead() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(post().body()).contains("mgr stat");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "another", "itself", "stale", "cut off"})
    void commandWhoseActiveHasChangedSinceItsDecisionIsAnswered503(String change) throws Exception {
        switch (change) {
            case "nobody" -> view.map = new MgrMap("test", "fsid", 2, false, null, Instant.EPOCH, List.of(), List.of());
            case "another" -> view.map = map(2, 3, "http://127.0.0.1:1/");
            case "itself" -> view.map = map(2, SELF, url());
            case "stale" -> view.highest = 9;
            default -> view.connected = false;
        }
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = post();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(answer.body()).contains("\"error\":\"unavailable\"", "the command was not sent");
        }
    }
}
