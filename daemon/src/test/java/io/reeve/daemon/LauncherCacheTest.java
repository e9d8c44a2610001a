package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When the launchers use a start-up cache, and when they have one made. */
class LauncherCacheTest extends LauncherFixture {
    @Test
    void usesTheStartUpCacheOrAsksForIt() throws Exception {
        environment.remove("REEVE_CACHE");
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        String asked = reeved("run").lines()
                .filter(line -> line.startsWith("[-Dreeve.cache="))
                .findFirst()
                .orElseThrow();
        Path cache = Path.of(asked.substring("[-Dreeve.cache=".length(), asked.length() - 1));
        Files.writeString(cache, "x");
        assertThat(reeved("run")).contains("[-XX:AOTCache=" + cache + "]").doesNotContain("-Dreeve.cache=");
        environment.put("REEVE_CACHE", "off");
        assertThat(reeved("run")).contains("[-Dreeve.cache=]").doesNotContain("AOTCache");
    }

    /** A JDK that writes a start-up cache when it is told to, and counts how often. */
    private void trainableJdk(String result) throws IOException {
        Path jdk = jdk("jdk-25", "25");
        script(jdk.resolve("bin/java"), """
                for a in "$@"; do
                    echo "[$a]"
                    case $a in
                        -XX:AOTCacheOutput=*) echo x >>'%s'; %s ;;
                    esac
                done""".formatted(folder.resolve("trained"), result));
        environment.remove("REEVE_CACHE");
        environment.put("JAVA_HOME", jdk.toString());
    }

    private long trainings() throws IOException {
        Path trained = folder.resolve("trained");
        return Files.exists(trained) ? Files.size(trained) / 2 : 0;
    }

    private Path cliCache() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("cache"))) {
            return files.filter(file -> file.getFileName().toString().matches("reeve-.*\\.aot"))
                    .findFirst()
                    .orElse(home.resolve("cache/none"));
        }
    }

    /** Waits until no launcher makes a cache any more. */
    private void awaitCache() {
        await().until(() -> Files.exists(cliCache()) && !Files.exists(Path.of(cliCache() + ".new")));
    }

    @Test
    void theFirstCommandHasTheCommandLinesCacheMadeAndLaterOnesUseIt() throws Exception {
        trainableJdk("echo classes >\"${a#*=}\"");
        assertThat(reeve("mgr", "stat")).contains("[-XX:AOTMode=auto]", "[io.reeve.cli.ReeveMain]\n[mgr]\n[stat]\n")
                .doesNotContain("AOTCache");
        awaitCache();
        assertThat(reeve("mgr", "stat")).contains("[-XX:AOTCache=" + cliCache() + "]");
        assertThat(trainings()).isOne();
        environment.put("REEVE_CACHE", "off");
        assertThat(reeve("mgr", "stat")).doesNotContain("AOTCache");
    }

    @Test
    void aCacheThatCannotBeMadeIsNotTriedWithEachCommand() throws Exception {
        trainableJdk("exit 1");
        reeve("mgr", "stat");
        awaitCache();
        assertThat(reeve("mgr", "stat")).doesNotContain("AOTCache");
        assertThat(err).isEmpty();
        assertThat(trainings()).isOne();
        reeved("cache");
        assertThat(err).isEqualTo(
                "reeved: the start-up cache of the command line could not be made; reeve starts without it\n");
        assertThat(trainings()).isEqualTo(2);
    }

    @Test
    void theCacheCommandMakesTheCommandLinesCacheToo() throws Exception {
        trainableJdk("echo classes >\"${a#*=}\"");
        assertThat(reeved("cache")).contains("[io.reeve.daemon.Main]\n[cache]\n");
        assertThat(reeve("mgr", "stat")).contains("[-XX:AOTCache=" + cliCache() + "]");
        assertThat(trainings()).isOne();
    }

    @Test
    void aCacheOfAnotherUserInAFolderThatIsOpenToUsIsNotBelieved() throws Exception {
        trainableJdk("echo classes >\"${a#*=}\"");
        reeved("cache");
        Path planted = cliCache();
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setAttribute(planted, "unix:uid", 1);
        } else {
            Files.delete(planted);
            Files.createSymbolicLink(planted, Path.of("/etc/passwd"));
        }
        assertThat(reeve("mgr", "stat")).doesNotContain("AOTCache").contains("[io.reeve.cli.ReeveMain]");
        assertThat(err).isEmpty();
        assertThat(trainings()).isOne();
    }

    @Test
    void theCacheCommandSaysOfACacheThatIsNotBelievedWhoseItIsAndWhatToDo() throws Exception {
        trainableJdk("echo classes >\"${a#*=}\"");
        reeved("cache");
        Path planted = cliCache();
        Path managers = planted.resolveSibling(planted.getFileName().toString().replaceFirst("reeve-", "reeved-"));
        for (Path cache : List.of(planted, managers)) {
            if ("root".equals(System.getProperty("user.name"))) {
                Files.writeString(cache, "x");
                Files.setAttribute(cache, "unix:uid", 1);
            } else {
                Files.deleteIfExists(cache);
                Files.createSymbolicLink(cache, Path.of("/etc/passwd"));
            }
        }
        assertThat(run(1, home.resolve("bin/reeved"), "cache")).as("nothing is started").isEmpty();
        Object owner = Files.getAttribute(planted, "unix:uid");
        Object own = Files.getAttribute(planted.getParent(), "unix:uid");
        for (Path cache : List.of(planted, managers)) {
            assertThat(err)
                    .contains("reeved: the start-up cache " + cache + " is there but not used: it belongs to user "
                            + owner + ", you are user " + own
                            + ", and its folder is yours, and the file is not. Remove "
                            + cache + ", and run 'reeved cache' as the owner of ");
        }
    }

    @Test
    void theCommandLineStartsNoProgramButJava() throws Exception {
        trainableJdk("echo classes >\"${a#*=}\"");
        reeved("cache");
        environment.put("PATH", Files.createDirectory(folder.resolve("no programs")).toString());
        assertThat(reeve("mgr", "stat")).contains("[-XX:AOTCache=" + cliCache() + "]");
        assertThat(err).isEmpty();
    }

    @Test
    void theCacheCommandSaysThatAnotherProcessHoldsTheCommandLinesCache() throws Exception {
        trainableJdk("echo classes >\"${a#*=}\"");
        reeved("cache");
        Path cache = cliCache();
        Files.delete(cache);
        Path lock = Files.createDirectory(Path.of(cache + ".new"));
        assertThat(reeved("cache")).contains("[io.reeve.daemon.Main]\n[cache]\n");
        assertThat(err).contains("another process makes it in " + lock, "remove the folder and try again");
        assertThat(trainings()).isOne();
        aged(lock, Duration.ofMinutes(12));
        reeved("cache");
        assertThat(err).isEmpty();
        assertThat(cache).isNotEmptyFile();
        assertThat(lock).doesNotExist();
    }

    private static void aged(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void aCacheThatCouldNotBeMadeIsTriedAgainAfterADay() throws Exception {
        trainableJdk("exit 1");
        reeve("mgr", "stat");
        awaitCache();
        trainableJdk("echo classes >\"${a#*=}\"");
        aged(cliCache(), Duration.ofHours(23));
        reeve("mgr", "stat");
        assertThat(cliCache()).isEmptyFile();
        aged(cliCache(), Duration.ofHours(25));
        reeve("mgr", "stat");
        await().until(() -> Files.exists(cliCache()) && Files.size(cliCache()) > 0);
        awaitCache();
        assertThat(trainings()).isEqualTo(2);
        assertThat(reeve("mgr", "stat")).contains("[-XX:AOTCache=" + cliCache() + "]");
    }

    @Test
    void aTrainingThatIsKilledLeavesTheNextTryToTheNextCommand() throws Exception {
        trainableJdk("kill -9 $$");
        reeved("cache");
        assertThat(err).contains("could not be made");
        assertThat(cliCache()).doesNotExist();
        trainableJdk("echo classes >\"${a#*=}\"");
        reeve("mgr", "stat");
        awaitCache();
        assertThat(cliCache()).isNotEmptyFile();
    }

    /** What {@code reeve} starts as an ordinary user who owns none of its files. */
    private String reeveOfAnotherUser() throws Exception {
        Path launcher = home.resolve("bin/as-another-user");
        script(launcher, "exec setpriv --reuid=65534 --regid=65534 --clear-groups '" + home.resolve("bin/reeve")
                + "' mgr stat");
        return run(0, launcher);
    }

    @Test
    void aCacheInAFolderThatIsClosedToUsIsBelievedOnlyIfItIsTheLibrarysOwners() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv")));
        trainableJdk("echo classes >\"${a#*=}\"");
        reeved("cache");
        Files.setPosixFilePermissions(home.resolve("bin/reeve"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path cache = cliCache();
        assertThat(reeveOfAnotherUser()).contains("[-XX:AOTCache=" + cache + "]");
        Files.setAttribute(cache, "unix:uid", 1);
        assertThat(reeveOfAnotherUser()).contains("[io.reeve.cli.ReeveMain]").doesNotContain("AOTCache");
        Files.setAttribute(home.resolve("cache"), "unix:uid", 1);
        assertThat(reeveOfAnotherUser()).contains("[io.reeve.cli.ReeveMain]").doesNotContain("AOTCache");
        Files.setAttribute(home.resolve("lib"), "unix:uid", 1);
        assertThat(reeveOfAnotherUser()).contains("[-XX:AOTCache=" + cache + "]");
        assertThat(err).isEmpty();
    }
}
