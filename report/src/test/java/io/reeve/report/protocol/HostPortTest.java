package io.reeve.report.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostPortTest {
    @Test
    void readsNamesAndBothKindsOfAddresses() {
        assertThat(HostPort.parse("localhost:0")).isEqualTo(new HostPort("localhost", 0));
        assertThat(HostPort.parse("10.0.0.1:65535")).isEqualTo(new HostPort("10.0.0.1", 65535));
        assertThat(HostPort.parse("[::1]:80")).isEqualTo(new HostPort("::1", 80)).hasToString("[::1]:80");
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String text : List.of("", "host", ":80", "h:", "h:x", "h:65536", "::1:80", "a b:1", "h:-1", "h/p:1")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> HostPort.parse(text));
        }
    }

    @Test
    void saysWhatAUrlOrAPathIs() {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse("http://h:80"))
                .withMessage("it is a URL, and only its host and port belong here");
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse("h:80/path"))
                .withMessage("nothing belongs behind the port");
    }

    @Test
    void knowsWildcards() {
        assertThat(List.of("0.0.0.0", "::", "0")).allMatch(host -> new HostPort(host, 1).isWildcard());
        assertThat(new HostPort("10.0.0.1", 1)).matches(address -> !address.isWildcard());
    }
}
