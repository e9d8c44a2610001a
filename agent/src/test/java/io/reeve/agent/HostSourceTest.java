package io.reeve.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostSourceTest {
    @Test
    void tellsOfProcessorMemoryAndFileSystems() {
        LocalHost host = new LocalHost("test");
        Reading reading = new HostSource("host", host.hostname(), host, Map.of()).read();

        assertThat(reading.metadata()).containsKeys("hostname", "cpu", "arch", "mem_total_kb", "crush_location");
        assertThat(reading.values()).extracting(Reading.Value::path)
                .contains("cpu.user", "memory.total", "memory.available", "host.uptime");
        Set<String> keys = new HashSet<>();
        for (Reading.Value number : reading.values()) {
            assertThat(number.value()).as(number.path()).isNotNegative();
            assertThat(keys.add(number.path() + number.labels())).as("%s is there once", number).isTrue();
        }
    }
}
