package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricSource;
import io.reeve.api.metrics.MetricType;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleMetricSourceTest {
    private static final String SOURCE = """
            public Optional<io.reeve.api.metrics.MetricSource> metricSource() { return Optional.of(to -> {
                to.family(Thread.currentThread().getName().replaceAll("[-0-9]", ""), "", io.reeve.api.metrics.MetricType.GAUGE, "");
                if (getStoreText("how").isPresent()) {
                    switch (getStoreText("how").get()) {
                        case "bad" -> throw new StackOverflowError("deep");
                        default -> { setStoreText("waits", ""); while (true) { try { Thread.sleep(100_000); } catch (InterruptedException e) { } } }
                    } }
            }); }
            """;
    @TempDir
    Path dir;
    private final List<String> families = new CopyOnWriteArrayList<>();

    private static MetricSource of(HostFixture f) {
        return Objects.requireNonNull(f.host.metricSources().get("m"));
    }

    private final class Sink implements MetricSink {
        @Override
        public void family(String name, String help, MetricType type, String unit) {
            families.add(name);
        }

        @Override
        public boolean has(String name) {
            return false;
        }

        @Override
        public void sample(MetricLabels labels, double value) {}

        @Override
        public void sample(MetricLabels labels, long value) {}

        @Override
        public void histogram(MetricLabels labels, double[] bounds, double[] counts, @Nullable Double sum) {}
    }

    @Test
    void metricsAreWrittenOnAThreadOfTheModuleAndAFailureIsToldToTheCaller() throws Exception {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", SOURCE))
                .add(TestModuleJar.module("without"))
                .run("m", "without")) {
            assertThat(f.host.metricSources()).containsOnlyKeys("m");
            of(f).write(new Sink());
            assertThat(families).containsExactly("reevemodulemhttp");
            f.services.put("mgr/m/how", "bad");
            assertThatThrownBy(() -> of(f).write(new Sink()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("metrics of module 'm': deep");
        }
    }

    @Test
    void aModuleThatIsAbandonedReleasesTheCallerWhoMustNotGoOn() throws Exception {
        try (HostFixture f = new HostFixture(dir, HostFixture.impatient()).add(TestModuleJar.module("m", SOURCE))
                .run("m")) {
            f.services.put("mgr/m/how", "wait");
            MetricSource source = of(f);
            CompletableFuture<@Nullable Throwable> outcome = CompletableFuture.supplyAsync(() -> {
                try {
                    source.write(new Sink());
                    return null;
                } catch (Exception e) {
                    return e;
                }
            });
            await().until(() -> f.services.prefix("mgr/m/waits").size() == 1);
            assertThat(f.host.disable("m").ok()).isFalse();
            assertThat(outcome.get()).isInstanceOf(IOException.class).hasMessageContaining("was stopped");
            assertThat(f.host.metricSources()).isEmpty();
            assertThatThrownBy(() -> source.write(new Sink())).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("module 'm' stops");
        }
    }
}
