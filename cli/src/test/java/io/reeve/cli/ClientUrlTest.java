package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ClientUrlTest {
    @Test
    void userAndPasswordAreTakenOutOfAUrlAndNothingElse() {
        assertThat(ClientUrl.withoutUser("http://me:hunter2@h:1/x")).isEqualTo("http://h:1/x");
        assertThat(ClientUrl.withoutUser("https://me@mgr_a")).isEqualTo("https://mgr_a");
        assertThat(ClientUrl.withoutUser("http://a@b:c@h/")).isEqualTo("http://h/");
        for (String url : new String[]{"http://h:1/@x", "http://h?a=b@c", "http://[::1]:1", "http://"}) {
            assertThat(ClientUrl.withoutUser(url)).isEqualTo(url);
        }
    }

    @Test
    void aHostWithAnUnderscoreIsOne() {
        URI url = URI.create("http://mgr_a:9480/x");
        assertThat(ClientUrl.of(url)).contains("mgr_a");
        assertThat(ClientUrl.port(url)).isEqualTo(9480);
        assertThat(ClientUrl.of(URI.create("https://reeve_mgr_1.net_x/"))).contains("reeve_mgr_1.net_x");
        assertThat(ClientUrl.port(URI.create("https://mgr_a/"))).isEqualTo(-1);
    }

    @Test
    void otherHostsAreThoseThatUrisHave() {
        for (String url : new String[]{"http://127.0.0.1:1/", "http://[::1]:2/", "http://a.example/",
                "http://h:65535"}) {
            assertThat(ClientUrl.of(URI.create(url))).contains(URI.create(url).getHost());
            assertThat(ClientUrl.port(URI.create(url))).isEqualTo(URI.create(url).getPort());
        }
        for (String url : new String[]{"http:///x", "mailto:a@b", "http://u@mgr_a/", "http://mgr_a:123456/", "/x"}) {
            assertThat(ClientUrl.of(URI.create(url))).as(url).isEmpty();
        }
    }
}
