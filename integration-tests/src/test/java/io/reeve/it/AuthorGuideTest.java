package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The author guide's module, taken out of the guide's own text: each fenced block that follows a line {@code File:
 * `PATH`} is that file.
 */
class AuthorGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("reeve.root", "..")).toAbsolutePath().normalize();
    private static final Pattern FILE = Pattern.compile("(?ms)^File: `([^`]+)`\\s*\\R```[a-z]*\\R(.*?)^```");

    private static final String VERSION = "0.1.0-SNAPSHOT";

    @TempDir
    Path folder;

    @Test
    void aReaderBuildsInstallsAndEnablesTheGuidesModule() throws Exception {
        Path project = folder.resolve("project");
        String guide = Files.readString(ROOT.resolve("src/site/markdown/module-author-guide.md"));
        Matcher files = FILE.matcher(guide);
        int count = 0;
        while (files.find()) {
            Path file = project.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
            count++;
        }
        assertThat(count).as("files in the guide").isGreaterThanOrEqualTo(3);
        Path repository = folder.resolve("repository");
        Path jar = build(project, repository);
        Path modules = Files.createDirectories(folder.resolve("modules"));
        try (TestCluster cluster = new TestCluster(folder.resolve("cluster"), Duration.ofSeconds(6))) {
            cluster.start("a", "--module-path", Product.home().resolve("modules") + ":" + modules);
            cluster.start("b", "--module-path", Product.home().resolve("modules") + ":" + modules);
            cluster.awaitSettled();
            Files.copy(jar, modules.resolve(jar.getFileName()));
            String name = moduleName(guide);
            await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
                assertThat(Product.reeve(cluster.urls(), "mgr", "module", "rescan").exit()).isZero();
                Product.Outcome enabled = Product.reeve(cluster.urls(), "mgr", "module", "enable", name);
                assertThat(enabled.exit()).as(enabled.stderr()).isZero();
            });
            Product.Outcome help = Product.reeve(cluster.urls(), "-h", name);
            assertThat(help.stdout() + help.stderr()).contains(name);
        }
    }

    private static String moduleName(String guide) {
        Matcher spec = Pattern.compile("ModuleSpec\\.of\\(\"([^\"]+)\"").matcher(guide);
        assertThat(spec.find()).as("the guide has a ModuleSpec").isTrue();
        return spec.group(1);
    }

    /** Builds with Maven, in a local repository that is the machine's own but has the api of this very build. */
    private Path build(Path project, Path repository) throws Exception {
        linkRepository(repository);
        Path api = Files.createDirectories(repository.resolve("io/reeve/reeve-api/" + VERSION));
        Files.copy(ROOT.resolve("api/target/reeve-api-" + VERSION + ".jar"), api.resolve("reeve-api-" + VERSION
                + ".jar"));
        Files.copy(ROOT.resolve("api/pom.xml"), api.resolve("reeve-api-" + VERSION + ".pom"));
        Path parent = Files.createDirectories(repository.resolve("io/reeve/reeve/" + VERSION));
        Files.copy(ROOT.resolve("pom.xml"), parent.resolve("reeve-" + VERSION + ".pom"));
        Path log = folder.resolve("maven.log");
        Process maven = new ProcessBuilder("mvn", "-B", "-ntp", "-q", "package", "-Dmaven.repo.local=" + repository)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(maven.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(() -> read(log)).isZero();
        try (var jars = Files.list(project.resolve("target"))) {
            return jars.filter(p -> p.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    /** Every folder of the machine's repository by a link, except io/reeve. */
    private static void linkRepository(Path repository) throws Exception {
        Path real = Path.of(System.getProperty("maven.repo.local",
                System.getProperty("user.home") + "/.m2/repository"));
        Files.createDirectories(repository.resolve("io"));
        link(real, repository, "io");
        link(real.resolve("io"), repository.resolve("io"), "reeve");
    }

    private static void link(Path from, Path to, String butNot) throws Exception {
        try (var entries = Files.list(from)) {
            for (Path entry : entries.filter(e -> !e.getFileName().toString().equals(butNot)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
