package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class AgentUrlTest {
    @Test
    void userAndPasswordAreTakenOutOfAUrlAndNothingElse() {
        assertThat(AgentUrl.withoutUser("http://me:hunter2@h:1/x")).isEqualTo("http://h:1/x");
        assertThat(AgentUrl.withoutUser("http://h:1/@x")).isEqualTo("http://h:1/@x");
        assertThat(AgentUrl.withoutUser("http://h?a=b@c")).isEqualTo("http://h?a=b@c");
    }

    @Test
    void aHostWithAnUnderscoreIsOne() {
        URI url = URI.create("http://mgr_a:9480/x");
        assertThat(AgentUrl.of(url)).contains("mgr_a");
        assertThat(AgentUrl.port(url)).isEqualTo(9480);
        assertThat(AgentUrl.of(URI.create("https://reeve_mgr_1.net_x/"))).contains("reeve_mgr_1.net_x");
        assertThat(AgentUrl.port(URI.create("https://mgr_a/"))).isEqualTo(-1);
    }

    @Test
    void otherHostsAreThoseThatUrisHave() {
        for (String url : new String[]{"http://127.0.0.1:1/", "http://[::1]:2/", "http://a.example/",
                "http://h:65535"}) {
            assertThat(AgentUrl.of(URI.create(url))).contains(URI.create(url).getHost());
            assertThat(AgentUrl.port(URI.create(url))).isEqualTo(URI.create(url).getPort());
        }
        for (String url : new String[]{"http:///x", "mailto:a@b", "http://u@mgr_a/", "http://mgr_a:123456/", "/x"}) {
            assertThat(AgentUrl.of(URI.create(url))).as(url).isEmpty();
        }
    }

    @Test
    void aClientIsGivenTheAddressOfAHostThatItDoesNotTake() throws Exception {
        URI url = URI.create("http://mgr_a:9480/api/mgr?x=%20");
        assertThat(AgentUrl.withAddress(url, AgentUrl.match(url).orElseThrow(), InetAddress.getByName("10.0.0.7")))
                .isEqualTo(URI.create("http://10.0.0.7:9480/api/mgr?x=%20"));
        assertThat(AgentUrl.withAddress(url, AgentUrl.match(url).orElseThrow(), InetAddress.getByName("fd00::7")))
                .isEqualTo(URI.create("http://[fd00:0:0:0:0:0:0:7]:9480/api/mgr?x=%20"));
        assertThat(AgentUrl.reachable(URI.create("http://h:1/"))).isEqualTo(URI.create("http://h:1/"));
    }
}
