package io.reeve.it;

import java.nio.file.Path;
import java.time.Duration;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium, the machine's own. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final WebDriver driver;

    private Browser(WebDriver driver) {
        this.driver = driver;
    }

    /** Skips or fails the test if this machine has none. */
    static void need() {
        Needs.file(CHROMIUM, "the browser tests");
        Needs.file(DRIVER, "the browser tests");
    }

    /** Starts one; the folder is for its profile. */
    static Browser start(Path folder) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1440,1000", "--user-data-dir=" + folder);
        options.setScriptTimeout(Duration.ofMinutes(2)); // a check of a whole page, on a busy machine
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** What drives it. */
    WebDriver driver() {
        return driver;
    }

    /** Goes there; returns where it was led. */
    String open(String url) {
        driver.get(url);
        return String.valueOf(driver.getCurrentUrl());
    }

    /** What it shows, as HTML. */
    String page() {
        return String.valueOf(driver.getPageSource());
    }

    @Override
    public void close() {
        driver.quit();
    }
}
