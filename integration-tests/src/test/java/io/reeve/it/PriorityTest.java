package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who becomes active first, by {@code --priority}. */
@Tag("cluster")
class PriorityTest {
    @TempDir
    Path folder;

    @Test
    void theHighestPriorityLeadsNextNobodyIsDeposedAndNeverIsNever() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, Duration.ofSeconds(4))) {
            TestCluster.Node first = cluster.start("a");
            assertThat(cluster.awaitActive()).isEqualTo(first);
            TestCluster.Node usual = standing(cluster, "b", "--priority", "0");
            TestCluster.Node favourite = standing(cluster, "c", "--priority", "7");
            TestCluster.Node never = standing(cluster, "n", "--priority", "never");
            assertThat(cluster.awaitSettled()).as("nobody is deposed because somebody better came").isEqualTo(first);

            first.kill9();
            assertThat(cluster.awaitActiveOtherThan(first)).as("not b, which has waited longer").isEqualTo(favourite);
            favourite.kill9();
            assertThat(cluster.awaitActiveOtherThan(favourite)).isEqualTo(usual);
            usual.kill9();
            await()
                    .until(() -> Http.json(Http.get(never.url() + "/api/mgr")).get("active_name").asText().isEmpty());
            await().during(Duration.ofSeconds(3))
                    .until(() -> cluster.active().isEmpty() && Http.status(never.url() + "/hello/") == 503);
            assertThat(Http.status(never.url() + "/health/standby")).isEqualTo(200);

            TestCluster.Node again = cluster.start("b");
            assertThat(cluster.awaitActive()).isEqualTo(again);
        }
    }

    private static TestCluster.Node standing(TestCluster cluster, String name, String... options) throws Exception {
        TestCluster.Node node = cluster.start(name, options);
        await().until(() -> Http.status(node.url() + "/health/standby") == 200);
        return node;
    }
}
