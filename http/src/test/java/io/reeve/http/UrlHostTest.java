package io.reeve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class UrlHostTest {
    @Test
    void aHostWithAnUnderscoreIsOne() {
        URI url = URI.create("http://mgr_a:9480/x");
        assertThat(UrlHost.of(url)).contains("mgr_a");
        assertThat(UrlHost.port(url)).isEqualTo(9480);
        assertThat(UrlHost.of(URI.create("https://reeve_mgr_1.net_x/"))).contains("reeve_mgr_1.net_x");
        assertThat(UrlHost.port(URI.create("https://mgr_a/"))).isEqualTo(-1);
    }

    @Test
    void otherHostsAreThoseThatUrisHave() {
        for (String url : new String[]{"http://127.0.0.1:1/", "http://[::1]:2/", "http://a.example/",
                "http://h:65535"}) {
            assertThat(UrlHost.of(URI.create(url))).contains(URI.create(url).getHost());
            assertThat(UrlHost.port(URI.create(url))).isEqualTo(URI.create(url).getPort());
        }
        for (String url : new String[]{"http:///x", "mailto:a@b", "http://u@mgr_a/", "http://mgr_a:123456/", "/x"}) {
            assertThat(UrlHost.of(URI.create(url))).as(url).isEmpty();
        }
    }

    @Test
    void aClientIsGivenTheAddressOfAHostThatItDoesNotTake() throws Exception {
        URI url = URI.create("http://mgr_a:9480/api/mgr?x=%20");
        assertThat(UrlHost.withAddress(url, UrlHost.match(url).orElseThrow(), InetAddress.getByName("10.0.0.7")))
                .isEqualTo(URI.create("http://10.0.0.7:9480/api/mgr?x=%20"));
        assertThat(UrlHost.withAddress(url, UrlHost.match(url).orElseThrow(), InetAddress.getByName("fd00::7")))
                .isEqualTo(URI.create("http://[fd00:0:0:0:0:0:0:7]:9480/api/mgr?x=%20"));
        assertThat(UrlHost.reachable(URI.create("http://h:1/"))).isEqualTo(URI.create("http://h:1/"));
    }
}
