package io.reeve.modules.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.NotifyType;
import io.reeve.api.testing.FakeContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusModuleTest {
    @Test
    void aHealthCheckThatAScrapeSawBeforeTheNoticeIsRemembered() throws Exception {
        FakeContext context = new FakeContext("prometheus");
        context.options.put("prometheus/instance", "c");
        context.options.put("prometheus/counter_priority", "5");
        context.cluster.data.put("health", Map.of("checks", Map.of("OSD_DOWN", Map.of("severity", "HEALTH_WARN"))));
        PrometheusModule module = new PrometheusModule(context);
        module.metricSource().orElseThrow().write(new RecordingSink());
        module.notify(NotifyType.HEALTH, "");
        assertThat(context.stored).hasEntrySatisfying("health_seen",
                text -> assertThat(new String(text, UTF_8)).isEqualTo("OSD_DOWN HEALTH_WARN\n"));
    }
}
