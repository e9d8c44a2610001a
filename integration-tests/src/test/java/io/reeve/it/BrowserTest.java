package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person points a browser at any node, before and after a failover. */
@Tag("cluster")
class BrowserTest {
    @TempDir
    Path folder;

    @BeforeEach
    void thereIsABrowser() {
        Browser.need();
    }

    @Test
    void aBrowserAtAnyNodeReachesTheActiveBeforeAndAfterAKill() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder.resolve("cluster"), Duration.ofSeconds(20));
                Browser browser = Browser.start(folder.resolve("browser"))) {
            TestCluster.Node first = cluster.awaitSettled();
            everyNodeLeadsTo(browser, cluster, first);
            first.kill9();
            TestCluster.Node second = cluster.awaitActiveOtherThan(first);
            cluster.awaitSettled();
            everyNodeLeadsTo(browser, cluster, second);
        }
    }

    private static void everyNodeLeadsTo(Browser browser, TestCluster cluster, TestCluster.Node active) {
        for (TestCluster.Node node : cluster.nodes()) {
            if (!node.process().isAlive()) {
                continue;
            }
            assertThat(browser.open(node.url() + "/hello/?from=" + node.name()))
                    .isEqualTo(active.url() + "/hello/?from=" + node.name());
            assertThat(browser.page()).contains(active.name());
        }
    }
}
