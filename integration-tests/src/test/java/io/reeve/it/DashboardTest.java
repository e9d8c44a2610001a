package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.election.testing.TcpProxy;
import io.reeve.report.Reporter;
import io.reeve.report.protocol.FilesystemRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/** The dashboard in a real browser, with a cluster whose managers hand over and die while it is open. */
@Tag("cluster")
class DashboardTest {
    private static final String HOSTILE = "<script>window.pwned=1</script>\u202eeman" + "x".repeat(500);

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static Reporter osd;
    private static Reporter web;
    private static Reporter mds;
    private static Browser browser;
    private static DashboardPage page;

    @BeforeAll
    static void startCluster() throws Exception {
        Browser.need();
        Awaitility.setDefaultTimeout(Duration.ofMinutes(3)); // a manager that is killed starts anew beside a browser
        cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(20));
        cluster.start("a");
        cluster.start("b");
        cluster.start("p", "--standby-mode", "proxy", "--priority", "never");
        TestCluster.Node active = cluster.awaitSettled();
        Product.ok(active.url(), "config-key", "set", "mgr/dashboard/space", capacityOfAnHour());
        Product.ok(active.url(), "mgr", "module", "enable", "dashboard");
        await().until(() -> Http.status(active.url() + "/dashboard/") == 200);
        String[] managers = cluster.nodes().stream().map(n -> "127.0.0.1:" + n.reportPort()).toArray(String[]::new);
        osd = Reporter.builder("osd", "0").managers(managers).metadata("hostname", "h1").start();
        osd.gauge("osd.stat_bytes", c -> c.priority(10), () -> 100L << 30);
        osd.gauge("osd.stat_bytes_used", c -> c.priority(10), () -> 88L << 30);
        osd.gauge("osd.stat_bytes_avail", c -> c.priority(10), () -> 12L << 30);
        web = Reporter.builder("web", "a")
                .managers(managers)
                .service(true)
                .metadata(Map.of("hostname", HOSTILE, "note", HOSTILE))
                .start();
        mds = Reporter.builder("mds", "m").managers(managers).metadata("hostname", "h1").start();
        mds.filesystem(new FilesystemRole("files", 0, "up:active"));
        assertThat(osd.awaitReporting(Duration.ofSeconds(60)) && web.awaitReporting(Duration.ofSeconds(60))
                && mds.awaitReporting(Duration.ofSeconds(60))).isTrue();
        browser = Browser.start(folder.resolve("browser"));
        page = new DashboardPage(browser);
    }

    /** A history as the module stores it, in which the cluster was healthy, then not, and a manager was missing in between. */
    private static String capacityOfAnHour() {
        long now = System.currentTimeMillis() / 1000;
        return IntStream.range(0, 60)
                .filter(minute -> minute < 40 || minute >= 50)
                .mapToObj(minute -> String.format(Locale.ROOT, "[%d,%d,%d,\"%s\"]", now - 60L * (60 - minute),
                        (20L + minute) << 30, 100L << 30,
                        minute < 20 ? "HEALTH_OK" : minute < 50 ? "HEALTH_WARN" : "HEALTH_ERR"))
                .collect(Collectors.joining("\n"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (osd != null && web != null && mds != null) {
            osd.close();
            web.close();
            mds.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private TestCluster.Node active;

    @BeforeEach
    void theClusterStands() {
        active = cluster.awaitSettled();
        await().until(() -> Http.status(active.url() + "/dashboard/") == 200);
    }

    @AfterEach
    void oneWideTabIsLeft() {
        List<String> tabs = List.copyOf(browser.driver().getWindowHandles());
        for (String tab : tabs.subList(1, tabs.size())) {
            browser.driver().switchTo().window(tab).close();
        }
        browser.driver().switchTo().window(tabs.getFirst());
        page.width(1440);
    }

    /** Runs a command at the active, which may have just changed. */
    private static void run(String... words) {
        await().ignoreExceptions().untilAsserted(() -> Product.ok(cluster.awaitActive().url(), words));
    }

    @Test
    void everyViewIsShownInBothThemesAndAxeFindsNothingSeriousAndThePolicyRefusesNothing() throws Exception {
        run("selftest", "progress", "checked", "0.4"); // the overview has something to draw
        page.open(active.url() + "/dashboard/");
        page.awaitText("Work checked of the self-test");
        page.view("hosts", "Hosts and daemons");
        page.awaitText("<script>window.pwned=1</script>");
        page.view("osds", "Storage daemons");
        page.awaitText("nearly full");
        page.view("fs", "File systems");
        page.awaitText("1 of 1");
        page.view("capacity", "Capacity");
        page.awaitText("Error");
        page.awaitScript("the states of modules", """
                return import(new URL('app/store.js', document.baseURI))
                    .then(({store}) => store.section('modules').hello?.state === 'running')
                """);
        Map<String, List<?>> found = new LinkedHashMap<>();
        for (String theme : new String[]{"light", "dark"}) {
            page.theme(theme);
            for (Map.Entry<String, String> view : DashboardPage.views().entrySet()) {
                page.view(view.getKey(), view.getValue());
                await().until(() -> !page.text().contains("Reading…"));
                page.picture(view.getKey().replaceAll("\\?.*", "") + "-" + theme);
                found.put(view.getValue() + ", " + theme, page.violations());
            }
        }
        found.values().removeIf(List::isEmpty);
        assertThat(found).as("what axe-core found in each view").isEmpty();
        page.script("document.querySelector('main').append(document.createElement('button'))");
        assertThat(page.violations()).as("the check bites: a button without a name").isNotEmpty();
        assertThat(page.refusals()).isEmpty();
        assertThat(page.errors()).isEmpty();
        assertThat(page.script("return window.pwned")).as("a script that a name brought in").isNull();
        page.script(
                "const s = document.createElement('script'); s.textContent = 'window.inline = 1'; document.body.append(s)");
        assertThat(page.script("return window.inline")).isNull();
        await("the check of the policy bites").until(() -> !page.refusals().isEmpty());
    }

    @Test
    void theViewsOfAPhoneNeedNoScrollingSideways() throws Exception {
        page.width(500); // the least of a window; the layout is that of a phone below 800
        page.open(active.url() + "/dashboard/");
        for (Map.Entry<String, String> view : DashboardPage.views().entrySet()) {
            page.view(view.getKey(), view.getValue());
            assertThat(page.script("return document.documentElement.scrollWidth <= innerWidth")).as(view.getValue())
                    .isEqualTo(true);
            page.picture(view.getKey().replaceAll("\\?.*", "") + "-phone");
        }
    }

    @Test
    void aHealthCheckAndALineOfTheLogAppearWithoutAReload() {
        page.open(active.url() + "/dashboard/");
        page.script("window.mark = 1");
        run("selftest", "health", "set", "SEEN_LIVE", "warning", "it is <b>seen</b> live");
        page.awaitText("it is <b>seen</b> live");
        page.view("log", "Cluster log");
        run("log", "a", "note", "for", "the", "page");
        page.awaitText("a note for the page");
        page.view("overview", "Overview");
        run("selftest", "progress", "seen", "0.25");
        page.awaitScript("the bar", "return document.querySelector('[role=progressbar][aria-valuenow=\"25\"]"
                + "[aria-label=\"Work seen of the self-test\"]') !== null");
        run("selftest", "progress", "seen", "1");
        page.awaitText("finished piece");
        run("selftest", "health", "clear");
        assertThat(page.script("return window.mark")).isEqualTo(1L);
    }

    @Test
    void aMuteAndItsEndAreShownWithWhoAskedForThem() throws Exception {
        page.open(active.url() + "/dashboard/");
        run("selftest", "health", "set", "NOT_NOW", "warning", "of a test");
        page.awaitText("of a test");
        run("health", "mute", "NOT_NOW", "1h");
        page.awaitText("Muted health checks");
        page.awaitMute("NOT_NOW", "127\\.0\\.0\\.1.*Muted");
        run("health", "unmute", "NOT_NOW");
        page.awaitMute("NOT_NOW", "unmuted by 127\\.0\\.0\\.1");
        page.script("document.querySelector('data-table[name=m]').scrollIntoView()");
        page.picture("mutes");
        run("selftest", "health", "clear");
    }

    @Test
    void anOpenPageFollowsAHandOverAndStaysAtItsPlace() throws Exception {
        page.open(active.url() + "/dashboard/#/hosts?hq=h1");
        page.script("window.mark = 1");
        String before = page.address();
        run("mgr", "fail", active.name());
        TestCluster.Node next = cluster.awaitActiveOtherThan(active);
        page.awaitNotice("took over from " + active.name());
        page.awaitText("Live from " + next.name());
        assertThat(page.address()).isEqualTo(before);
        assertThat(page.script("return document.querySelector('data-table[name=h] input').value")).isEqualTo("h1");
        assertThat(page.script("return window.mark")).as("the page was not loaded again").isEqualTo(1L);
    }

    @Test
    void anOpenPageOfAManagerThatIsKilledGoesOnWithTheNextActive() throws Exception {
        page.open(active.url() + "/dashboard/#/modules");
        page.script("window.mark = 1");
        active.kill9();
        try {
            TestCluster.Node next = cluster.awaitActiveOtherThan(active);
            page.awaitText("Live from " + next.name());
            page.awaitText("Data from");
            page.view("command", "Command");
            page.runInBox("mgr stat");
            page.awaitText("active_name:  " + next.name());
            assertThat(page.script("return window.mark")).isEqualTo(1L);
            assertThat(page.refusals()).isEmpty();
        } finally {
            cluster.start(active.name());
        }
    }

    @Test
    void anOpenPageOfAProxyKeepsItsAddressThroughAHandOver() throws Exception {
        TestCluster.Node proxy = cluster.node("p");
        await().until(() -> !cluster.awaitActive().equals(proxy) && Http.status(proxy.url() + "/dashboard/") == 200);
        TestCluster.Node first = cluster.awaitActive();
        page.open(proxy.url() + "/dashboard/#/osds");
        page.script("window.mark = 1");
        run("mgr", "fail", first.name());
        TestCluster.Node next = cluster.awaitActiveOtherThan(first);
        page.awaitText("Live from " + next.name());
        assertThat(page.address()).startsWith(proxy.url());
        assertThat(page.script("return window.mark")).isEqualTo(1L);
    }

    @Test
    void anOpenPageBehindOneAddressKeepsItsPlaceAndItsPointsWhenTheActiveIsKilledAndDrawsTheGap() throws Exception {
        List<TestCluster.Node> behind = List.of(cluster.node("p"),
                cluster.start("c", "--standby-mode", "proxy", "--priority", "2"),
                cluster.start("d", "--standby-mode", "proxy", "--priority", "1"));
        for (TestCluster.Node node : behind) {
            await().until(() -> Http.status(node.url() + "/dashboard/") == 200);
        }
        run("mgr", "fail", active.name());
        TestCluster.Node first = cluster.awaitActiveAmong(behind);
        try (TcpProxy ingress = new TcpProxy(() -> anyLiving(behind))) {
            String address = "http://" + ingress.address() + "/dashboard/";
            page.open(address + "#/counters?c=osd.0|osd.stat_bytes_used");
            page.script("window.mark = 1");
            Object seen = page.awaitLastPoint();
            first.kill9();
            TestCluster.Node next = cluster.awaitActiveOtherThan(first);
            page.awaitText("Live from " + next.name());
            page.awaitGapAfter(seen);
            assertThat(page.address()).startsWith(address);
            assertThat(page.text()).as("the page reads from the address that it knows").doesNotContain("Data from");
            assertThat(page.script("return window.mark")).isEqualTo(1L);
            assertThat(page.refusals()).isEmpty();
            page.picture("gap");
        } finally {
            for (TestCluster.Node node : behind.subList(1, 3)) {
                node.process().destroy();
                node.process().waitFor(); // the next test waits for all that live
            }
        }
    }

    /** The port of one of the managers that live. */
    private static int anyLiving(List<TestCluster.Node> nodes) {
        List<TestCluster.Node> living = nodes.stream().filter(node -> node.process().isAlive()).toList();
        return living.get(ThreadLocalRandom.current().nextInt(living.size())).port();
    }

    @Test
    void tenTabsAreLiveAndTheLastOneStillRunsACommand() throws Exception {
        String url = active.url() + "/dashboard/#/command";
        page.open(url);
        for (int i = 1; i < 10; i++) {
            browser.driver().switchTo().newWindow(WindowType.TAB);
            page.open(url); // a browser has six connections: with a stream each, the seventh tab would wait for ever
        }
        page.runInBox("mgr stat");
        page.awaitText("active_name:  " + active.name());
    }

    @Test
    void aTableOfAThousandDaemonsRendersTheRowsThatAreSeenAndScrollsToTheLast() {
        page.open(active.url() + "/dashboard/#/hosts?dsort=name");
        // Put in again at each try, since the page may read the whole document again in between.
        String putIn = """
                return import(new URL('app/store.js', document.baseURI)).then(({store}) => {
                    store.take({kind: 'changes', changes: Array.from({length: 1000},
                        (_, i) => ['daemons', 'x.' + i, {type: 'x', id: `${i}`, host: 'h', version: '1'}])});
                    return document.querySelector('data-table[name=d]').updateComplete;
                }).then(() => {
                    const table = document.querySelector('data-table[name=d]');
                    if (arguments[1]) {
                        const frame = table.querySelector('.table-frame');
                        frame.scrollTop = frame.scrollHeight;
                    }
                    return table.innerText.includes(arguments[0]) && table.querySelectorAll('tbody tr').length;
                })
                """;
        assertThat((Long) page.awaitScript("the first rows", putIn, "x.7", false)).isBetween(20L, 80L);
        assertThat((Long) page.awaitScript("the last rows", putIn, "x.999", true)).isBetween(20L, 80L);
    }

    @Test
    void theKeyboardAloneReachesTheViewsAndAsksBeforeAHandOver() throws IOException {
        page.open(active.url() + "/dashboard/");
        page.press(Keys.TAB);
        assertThat(page.focused()).isEqualTo("Skip to the view");
        page.tabTo("Modules");
        page.press(Keys.ENTER);
        page.awaitText("Installed");
        page.awaitScript("the focus is in the view", "return document.activeElement.id === 'main'");
        page.view("overview", "Overview");
        page.awaitScript("a standby can take over",
                "return [...document.querySelectorAll('button')].some(b => b.innerText === 'Hand over…' && !b.disabled)");
        page.tabTo("Hand over…");
        page.press(Keys.ENTER);
        page.awaitText("Hand over from " + active.name() + "?");
        page.picture("hand-over");
        page.press(Keys.ESCAPE);
        page.awaitScript("the question is gone", "return !document.querySelector('ask-dialog dialog').open");
        await().untilAsserted(() -> assertThat(page.focused()).isEqualTo("Hand over…"));
        assertThat(cluster.awaitActive()).isEqualTo(active);
    }
}
