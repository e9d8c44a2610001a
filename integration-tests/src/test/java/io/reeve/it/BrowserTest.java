package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A person points a browser at any node, before and after a failover. */
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    Path folder;

    @BeforeEach
    void thereIsABrowser() {
        Needs.file(CHROMIUM, "the browser tests");
        Needs.file(DRIVER, "the browser tests");
    }

    @Test
    void aBrowserAtAnyNodeReachesTheActiveBeforeAndAfterAKill() throws Exception {
        try (TestCluster cluster = TestCluster.ofThree(folder.resolve("cluster"), Duration.ofSeconds(20))) {
            WebDriver browser = browser();
            try {
                TestCluster.Node first = cluster.awaitSettled();
                everyNodeLeadsTo(browser, cluster, first);
                first.kill9();
                TestCluster.Node second = cluster.awaitActiveOtherThan(first);
                cluster.awaitSettled();
                everyNodeLeadsTo(browser, cluster, second);
            } finally {
                browser.quit();
            }
        }
    }

    private static void everyNodeLeadsTo(WebDriver browser, TestCluster cluster, TestCluster.Node active) {
        for (TestCluster.Node node : cluster.nodes()) {
            if (!node.process().isAlive()) {
                continue;
            }
            browser.get(node.url() + "/hello/?from=" + node.name());
            assertThat(browser.getCurrentUrl()).isEqualTo(active.url() + "/hello/?from=" + node.name());
            assertThat(browser.getPageSource()).contains(active.name());
        }
    }

    private WebDriver browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + folder.resolve("browser"));
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
        return new ChromeDriver(service, options);
    }
}
