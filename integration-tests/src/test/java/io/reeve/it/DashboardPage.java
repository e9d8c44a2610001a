package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.interactions.Actions;

/** The dashboard in a browser, as a person sees and uses it. */
final class DashboardPage {
    private static final Path PICTURES = Product.root().resolve("integration-tests/target/dashboard");

    private final WebDriver driver;
    private final JavascriptExecutor scripts;

    DashboardPage(Browser browser) {
        this.driver = browser.driver();
        this.scripts = (JavascriptExecutor) driver;
    }

    /** Loads it anew, and waits until it is live. */
    void open(String url) {
        driver.get("about:blank"); // else an address that differs in its fragment alone would load nothing
        driver.get(url);
        script("""
                window.refusals = [];
                addEventListener('securitypolicyviolation', e => refusals.push(e.violatedDirective + ' ' + e.blockedURI));
                window.notices = [];
                new MutationObserver(() => document.querySelectorAll('.notice').forEach(n => notices.push(n.innerText)))
                    .observe(document.body, {childList: true, subtree: true});
                """);
        awaitText("Live from");
    }

    @Nullable
    Object script(String text, Object... arguments) {
        return scripts.executeScript(text, arguments);
    }

    /** What its text is, as it is shown. */
    String text() {
        return String.valueOf(script("return document.body.innerText"));
    }

    void awaitText(String part) {
        await().untilAsserted(() -> assertThat(text()).contains(part));
    }

    /** Waits for a notice, which the page shows for a few seconds only. */
    void awaitNotice(String part) {
        await().untilAsserted(() -> assertThat(String.valueOf(script("return notices.join('\\n')"))).contains(part));
    }

    /** Waits until a script, which is tried again and again, returns something true or a text. */
    Object awaitScript(String what, String text, Object... arguments) {
        return await(what).ignoreExceptions()
                .until(() -> script(text, arguments), found -> found != null && !Boolean.FALSE.equals(found));
    }

    /** Waits until the history of mutes has a row of a check that is like this. */
    void awaitMute(String code, String pattern) {
        awaitScript("a mute of " + code + " like " + pattern, """
                return [...document.querySelectorAll('data-table[name=m] tbody tr')].some(row =>
                    row.innerText.includes(arguments[0]) && new RegExp(arguments[1], 's').test(row.innerText))
                """, code, pattern);
    }

    /** Waits until the first series of the plot has two points or more; returns the time of the last one. */
    Object awaitLastPoint() {
        return awaitScript("two points", """
                const {times, values} = document.querySelector('time-plot').series[0];
                return values.length > 1 && values.at(-1) !== null && times.at(-1)
                """);
    }

    /** Waits until the plot has a gap and another point after that of a time, which it still has. */
    void awaitGapAfter(Object time) {
        awaitScript("a point at " + time + ", a gap, and a point after it", """
                const {times, values} = document.querySelector('time-plot').series[0];
                const before = times.indexOf(arguments[0]);
                const gap = values.indexOf(null, before);
                return before > 0 && values[before] !== null && gap > before && values.slice(gap).some(v => v !== null)
                """, time);
    }

    /** Types a command in the box of the view of commands, and runs it. */
    void runInBox(String words) {
        awaitScript("the box", """
                const box = document.querySelector('input[name=words]');
                if (!box) return false;
                box.value = arguments[0];
                box.dispatchEvent(new Event('input'));
                return true
                """, words);
        awaitScript("the button", """
                const button = document.querySelector('form.command button');
                if (button.disabled) return false;
                button.click();
                return true
                """);
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Goes to a view, and waits for its title. */
    void view(String fragment, String title) {
        script("location.hash = arguments[0]", "#/" + fragment);
        await(title).until(() -> title.equals(script("return document.querySelector('h1')?.innerText")));
    }

    void theme(String name) {
        script("const s = document.querySelector('.theme select'); s.value = arguments[0];"
                + " s.dispatchEvent(new Event('change'))", name);
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Moves the focus by the tabulator until an element has this text or label. */
    void tabTo(String name) {
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            if (focused().equals(name)) {
                return;
            }
        }
        throw new AssertionError("the tabulator never came to '" + name + "'");
    }

    /** The text or label of what has the focus. */
    String focused() {
        return String.valueOf(script("const e = document.activeElement;"
                + " return (e.getAttribute('aria-label') ?? e.innerText ?? '').trim()"));
    }

    /** Keeps a picture of what is shown. */
    void picture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), ((TakesScreenshot) driver).getScreenshotAs(OutputType.BYTES));
    }

    /** What the page's own policy has refused. */
    List<?> refusals() {
        return script("return window.refusals ?? []") instanceof List<?> list ? list : List.of();
    }

    /** The serious and critical violations that axe-core finds under WCAG A and AA. */
    List<?> violations() throws IOException {
        if (!Boolean.TRUE.equals(script("return 'axe' in window"))) {
            try (InputStream axe = DashboardPage.class.getResourceAsStream("/axe.min.js")) {
                if (axe == null) {
                    throw new IOException("axe.min.js is not in the class path: com.deque.html.axe-core has it");
                }
                script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        @Nullable
        Object found = scripts.executeAsyncScript(
                """
                        const done = arguments[arguments.length - 1];
                        axe.run({runOnly: ['wcag2a', 'wcag2aa']}).then(
                            r => done(r.violations.filter(v => ['serious', 'critical'].includes(v.impact))
                                .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120) + ' ' + n.any.map(a => a.message)).join(' | '))),
                            e => done([String(e)]))
                        """);
        return found instanceof List<?> list ? list : List.of("axe-core gave no list: " + found);
    }

    /** What the browser wrote to its console as an error. */
    List<String> errors() {
        return driver.manage()
                .logs()
                .get("browser")
                .getAll()
                .stream()
                .map(Object::toString)
                .filter(line -> line.contains("Uncaught") || line.contains("Content Security Policy"))
                .toList();
    }

    /** A wide window, or that of a phone. */
    void width(int pixels) {
        driver.manage().window().setSize(new Dimension(pixels, 1000));
    }

    /** All views with their titles. */
    static Map<String, String> views() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("overview", "Overview");
        all.put("hosts", "Hosts and daemons");
        all.put("osds", "Storage daemons");
        all.put("pools", "Pools and groups");
        all.put("fs", "File systems");
        all.put("capacity", "Capacity");
        all.put("counters?c=osd.0|osd.stat_bytes_used", "Counters");
        all.put("modules?module=selftest", "Modules");
        all.put("keys", "Config keys");
        all.put("log", "Cluster log");
        all.put("command", "Command");
        return all;
    }
}
