package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LocationOptionTest {
    @Test
    void standsUnderTheRootWithItsHost() {
        Map<String, String> metadata = LocationOption.add(Map.of("hostname", "h7"),
                LocationOption.parse("rack=r1,row=2"));
        assertThat(metadata).containsEntry("crush_location", "root=default rack=r1 row=2 host=h7");
    }

    @Test
    void keepsAHostThatIsGiven() {
        Map<String, String> metadata = LocationOption.add(Map.of("hostname", "h7"),
                LocationOption.parse("root=ssd,host=box"));
        assertThat(metadata).containsEntry("crush_location", "root=ssd host=box");
    }

    @Test
    void namesThePartThatIsWrong() {
        assertThatThrownBy(() -> LocationOption.parse("root=default,rack")).hasMessage(
                "'rack' is not TYPE=NAME, as in rack=r1");
        assertThatThrownBy(() -> LocationOption.parse("rack=a,rack=b")).hasMessage("'rack' is there twice");
    }
}
