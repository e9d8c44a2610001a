package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets who types {@code bin/reeved demo}. */
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void theDemoStartsThreeManagersEachAProcessAndTellsOfAFailover() throws Exception {
        Path data = folder.resolve("data");
        Path log = folder.resolve("demo.log");
        Process demo = Product.reeved(log, "demo", "--data", data.toString(), "--http-port", "0");
        try {
            JsonNode facts = facts(data);
            assertThat(facts.get("managers")).hasSize(3);
            assertThat(facts.get("cluster").asText()).isNotEmpty();
            List<String> urls = new ArrayList<>();
            facts.get("managers").forEach(m -> urls.add(m.get("http").asText()));
            for (String url : urls) {
                HttpResponse<String> page = Http.get(url + "/hello/");
                assertThat(page.statusCode()).isEqualTo(200);
            }
            String active = awaitActive(urls, "");
            ProcessHandle.of(pidOf(facts, active)).orElseThrow().destroyForcibly();
            String next = awaitActive(urls, active);
            assertThat(next).isNotEqualTo(active);
            await().atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(log).content().contains("died").contains("active"));
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void managersStopWhenTheDemoIsKilled() throws Exception {
        Path data = folder.resolve("data");
        Process demo = Product.reeved(folder.resolve("demo.log"), "demo", "--data", data.toString(), "--http-port",
                "0", "--managers", "2");
        JsonNode facts = facts(data);
        demo.destroyForcibly().waitFor();
        for (JsonNode manager : facts.get("managers")) {
            long pid = manager.get("pid").asLong();
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
        }
    }

    private static long pidOf(JsonNode facts, String url) {
        for (JsonNode manager : facts.get("managers")) {
            if (manager.get("http").asText().equals(url)) {
                return manager.get("pid").asLong();
            }
        }
        throw new AssertionError(url + " is none of " + facts);
    }

    private static JsonNode facts(Path data) throws Exception {
        Path file = data.resolve("demo.json");
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(file));
        return Http.JSON.readTree(file.toFile());
    }

    private static String awaitActive(List<String> urls, String butNot) {
        return await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> urls.stream()
                        .filter(u -> !u.equals(butNot) && Http.status(u + "/health/active") == 200)
                        .findFirst()
                        .orElse(""), u -> !u.isEmpty());
    }
}
