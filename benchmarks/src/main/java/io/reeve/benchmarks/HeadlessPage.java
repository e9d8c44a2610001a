package io.reeve.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The dashboard's page in a headless Chromium, the machine's own. */
final class HeadlessPage implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Notes when the page first showed the cluster. */
    private static final String WATCH = """
            new MutationObserver((_, observer) => {
              if (document.querySelector('.live') && document.querySelector('overview-view .card .big')) {
                window.shownAt = performance.now();
                observer.disconnect();
              }
            }).observe(document, {childList: true, subtree: true, attributes: true});
            """;

    private final ChromeDriver driver;

    /**
     * Starts a browser.
     *
     * @param profile an empty folder for its profile
     */
    HeadlessPage(Path profile) {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            throw new SkippedException("this needs " + CHROMIUM + " and " + DRIVER);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1440,1000", "--user-data-dir=" + profile);
        options.setScriptTimeout(PATIENCE);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
        beforeEachPage(WATCH);
    }

    private void beforeEachPage(String script) {
        Map<String, Object> _ = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", script));
    }

    /** Has the client of later pages run in the page itself, and not in a shared worker, so that all is measured there. */
    void withoutSharedWorker() {
        beforeEachPage("delete window.SharedWorker");
    }

    /** Loads a page into an empty tab and without a cache, and waits until it shows the cluster. */
    void open(String url) {
        driver.get("about:blank");
        Map<String, Object> _ = driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.get(url);
        Pace.until("the page shows the cluster", PATIENCE, () -> number("return window.shownAt ?? -1") >= 0);
    }

    /** When something was first painted, in milliseconds after the page was asked for. */
    double firstPaint() {
        return number("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
    }

    /** When the page first showed the cluster, in milliseconds after it was asked for. */
    double shown() {
        return number("return window.shownAt");
    }

    private double number(String script) {
        return driver.executeScript(script) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Runs a script of this folder, which ends by calling its last argument with a map of lists of numbers. */
    Map<String, List<Double>> run(String name, Object... arguments) {
        if (!(driver.executeAsyncScript(read(name), arguments) instanceof Map<?, ?> answer)) {
            throw new BenchmarkException(name + " answered no map");
        }
        if (answer.get("failure") != null) {
            throw new BenchmarkException(name + ": " + answer.get("failure"));
        }
        Map<String, List<Double>> lists = new TreeMap<>();
        answer.forEach((key, value) -> lists.put(String.valueOf(key), numbers(value)));
        return lists;
    }

    private static List<Double> numbers(Object list) {
        return ((List<?>) list).stream().map(value -> ((Number) value).doubleValue()).toList();
    }

    private static String read(String name) {
        try (InputStream in = HeadlessPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new BenchmarkException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BenchmarkException(name + ": " + e.getMessage(), e);
        }
    }

    /** The heap of the page's scripts after a collection, in MiB. */
    double heapAfterCollection() {
        Map<String, Object> _ = driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Object used = driver.executeCdpCommand("Runtime.getHeapUsage", Map.of()).get("usedSize");
        if (!(used instanceof Number bytes)) {
            throw new SkippedException("this Chromium does not tell the heap of a page");
        }
        return bytes.doubleValue() / (1 << 20);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
