package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The author guide's module, taken out of the guide's own text: each fenced block that follows a line {@code File:
 * `PATH`} is that file.
 */
@Tag("cluster")
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
        Path modules = Files.createDirectories(folder.resolve("my-modules"));
        try (RunningDemo cluster = RunningDemo.start(folder.resolve("demo"), "--module-path", modules.toString())) {
            install(jar, modules);
            String name = moduleName(guide);
            reeve(cluster, "mgr", "module", "rescan");
            reeve(cluster, "mgr", "module", "enable", name);
            assertThat(reeve(cluster, "-h", name)).contains("tally add", "tally ls", "tally rm");
            itsCommandsAnswer(cluster);
            itsPagesAreServedByEveryNode(cluster);
            itsOptionCanBeSet(cluster);
            reeve(cluster, "mgr", "self-test", "module", name);
            cluster.awaitActive().kill9();
            assertThat(reeve(cluster, "tally", "ls", "--format", "json")).contains("\"apples\":6");
        }
    }

    /** As the guide says: under another name, then renamed, so that nobody reads half a file. */
    private static void install(Path jar, Path modules) throws Exception {
        Path copy = Files.copy(jar, modules.resolve(jar.getFileName() + ".new"));
        Files.move(copy, modules.resolve(jar.getFileName()));
    }

    private static void itsCommandsAnswer(RunningDemo cluster) throws Exception {
        assertThat(reeve(cluster, "tally", "add", "apples")).isEqualTo("apples 1\n");
        assertThat(reeve(cluster, "tally", "add", "apples", "--by=5")).isEqualTo("apples 6\n");
        assertThat(reeve(cluster, "tally", "add", "pears")).isEqualTo("pears 1\n");
        reeve(cluster, "tally", "rm", "pears");
        assertThat(reeve(cluster, "tally", "ls", "--format", "json")).contains("\"apples\":6").doesNotContain("pears");
        Product.Outcome unknown = Product.reeve(cluster.urls(), "tally", "rm", "plums");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.stderr()).contains("nothing is counted as 'plums'");
        Product.Outcome wrong = Product.reeve(cluster.urls(), "tally", "add", "Apples");
        assertThat(wrong.exit()).isEqualTo(22);
    }

    private static void itsPagesAreServedByEveryNode(RunningDemo cluster) {
        String active = cluster.awaitActive().url();
        for (RunningDemo.Manager node : cluster.managers()) {
            String page = Http.get(node.url() + "/tally/").body();
            if (node.url().equals(active)) {
                assertThat(page).contains("<h1>Tally</h1>");
            } else {
                await()
                        .untilAsserted(() -> assertThat(Http.get(node.url() + "/tally/").body())
                                .isEqualTo("Tally is at " + active + "/tally/ It has 1 counts.\n"));
            }
        }
    }

    private static void itsOptionCanBeSet(RunningDemo cluster) throws Exception {
        reeve(cluster, "tally", "add", "plums");
        reeve(cluster, "config", "set", "mgr", "mgr/tally/limit", "1");
        await()
                .untilAsserted(() -> assertThat(reeve(cluster, "health", "detail")).contains("TALLY_FULL"));
    }

    private static String reeve(RunningDemo cluster, String... words) throws Exception {
        return Product.ok(cluster.urls(), words);
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
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "package",
                "-Dmaven.repo.local=" + repository));
        command.addAll(Files.readAllLines(ROOT.resolve(".mvn/maven.config"))); // so that a download that stalls ends
        Process maven = new ProcessBuilder(command).directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(maven.waitFor(4, TimeUnit.MINUTES)).isTrue();
        unlink(repository);
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

    /** JUnit would warn of each link while it removes the folder. */
    private static void unlink(Path repository) throws Exception {
        for (Path folder : List.of(repository, repository.resolve("io"))) {
            try (var entries = Files.list(folder)) {
                for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
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
