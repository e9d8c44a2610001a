package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers in {@code bin/}, in a folder like the tarball's, with JDKs that only tell how they were started. */
class LauncherTest {
    private static final Path SOURCES = Path.of("../bin");

    @TempDir
    Path folder;
    private Path home = Path.of(".");
    private final Map<String, String> environment = new HashMap<>();
    private String err = "";

    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectory(folder.resolve("home of reeve"));
        Files.createDirectory(home.resolve("bin"));
        for (String name : new String[]{"reeved", "reeve", "launch.sh"}) {
            Files.copy(SOURCES.resolve(name), home.resolve("bin").resolve(name));
        }
        Files.createDirectory(home.resolve("lib"));
        for (String name : new String[]{"b", "a", "reeve-cli-1", "picocli-1", "jackson-core-1", "snakeyaml-1"}) {
            Files.createFile(home.resolve("lib/" + name + ".jar"));
        }
        environment.put("PATH", "/usr/bin:/bin");
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), "echo " + name + "; for a in \"$@\"; do echo \"[$a]\"; done");
        return jdk;
    }

    private static void script(Path file, String content) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + content + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the launcher printed; its status must be as expected. */
    private String run(int status, Path launcher, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = launcher.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Path out = Files.createTempFile(folder, "out", "");
        Path errors = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        err = Files.readString(errors);
        assertThat(process.exitValue()).as(err).isEqualTo(status);
        return Files.readString(out);
    }

    private String reeved(String... arguments) throws Exception {
        return run(0, home.resolve("bin/reeved"), arguments);
    }

    @Test
    void takesJavaHomeIfItIsNewEnough() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25.0.1").toString());
        assertThat(reeved("run", "--id", "a b")).startsWith("jdk-25\n")
                .contains("[io.reeve.daemon.Main]", "[run]",
                        "[--id]", "[a b]", "[-Dreeve.home=" + home + "]", "[-cp]\n[" + home + "/lib/a.jar:" + home
                                + "/lib/b.jar:");
        assertThat(err).isEmpty();
    }

    @Test
    void passesOverAnOldJavaHomeForANewerOneOnThePath() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.2").toString());
        Path links = Files.createDirectory(folder.resolve("links"));
        Path indirect = Files.createSymbolicLink(folder.resolve("alternative"),
                jdk("jdk-26", "26").resolve("bin/java"));
        Files.createSymbolicLink(links.resolve("java"), indirect);
        environment.put("PATH", links + ":/usr/bin:/bin");
        assertThat(reeved("--version")).startsWith("jdk-26\n");
    }

    @Test
    void looksIntoTheUsualFolders() throws Exception {
        environment.put("REEVE_JDK", "90");
        environment.put("HOME", folder.toString());
        jdk(".sdkman/candidates/java/91", "91");
        assertThat(reeved("--version")).startsWith(".sdkman/candidates/java/91\n");
    }

    @Test
    void saysWhatToInstallIfThereIsNoJdk() throws Exception {
        environment.put("REEVE_JDK", "99");
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.2").toString());
        run(1, home.resolve("bin/reeved"), "run");
        assertThat(err).contains("reeved: needs a JDK 99 or newer", "jdk-17 (version 17)", "Install one");
    }

    @Test
    void worksThroughASymbolicLinkAndWithExtraFlags() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        environment.put("REEVE_JAVA_OPTS", "-Xmx1g -Da=b");
        Path link = Files.createSymbolicLink(folder.resolve("reeved-link"), home.resolve("bin/reeved"));
        assertThat(run(0, link, "demo")).contains("[-Xmx1g]\n[-Da=b]\n", "[-Dreeve.home=" + home + "]");
    }

    @Test
    void cdpathDoesNotMislead() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        environment.put("CDPATH", ".:" + folder);
        String relative = Path.of("").toAbsolutePath().relativize(home.resolve("bin/reeved")).toString();
        assertThat(run(0, Path.of(relative), "run")).contains("[-Dreeve.home=" + home + "]");
    }

    @Test
    void leavesOutWhatDoesNotFitTheFlagsGiven() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        assertThat(reeved("run")).contains("[-XX:+UseSerialGC]", "[-XX:MaxNewSize=32m]", "[-XX:AOTMode=auto]");
        environment.put("REEVE_JAVA_OPTS", "-Da=b -XX:+UseZGC");
        assertThat(reeved("run")).contains("[-XX:+UseZGC]").doesNotContain("UseSerialGC", "MaxNewSize");
        assertThat(run(0, home.resolve("bin/reeve"), "status")).contains("[-XX:+UseZGC]").doesNotContain("UseSerialGC");
        environment.remove("REEVE_JAVA_OPTS");
        for (String small : new String[]{"32m", "8M", "9999k", "33554432"}) {
            environment.put("REEVE_HEAP", "-Xms8m -Xmx" + small);
            assertThat(reeved("run")).as(small)
                    .contains("[-Xmx" + small + "]", "[-XX:+UseSerialGC]")
                    .doesNotContain("MaxNewSize");
        }
        for (String large : new String[]{"512m", "1g", "100m", "524288k", "1073741824"}) {
            environment.put("REEVE_HEAP", "-Xmx" + large);
            assertThat(reeved("run")).as(large).contains("[-XX:MaxNewSize=32m]");
        }
    }

    @Test
    void usesTheStartUpCacheOrAsksForIt() throws Exception {
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

    @Test
    void theCommandLineStartsWithItsOwnJars() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        String lib = home + "/lib/";
        assertThat(run(0, home.resolve("bin/reeve"), "mgr", "stat")).contains(
                "[io.reeve.cli.ReeveMain]\n[mgr]\n[stat]\n",
                "[" + lib + "reeve-cli-1.jar:" + lib + "picocli-1.jar:" + lib + "jackson-core-1.jar:" + lib
                        + "snakeyaml-1.jar]");
    }

    @Test
    void aBuildTellsItsStepsAndErrorsAndPassesNoEscapeCodesOn() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        Path tools = Files.createDirectory(folder.resolve("tools"));
        script(tools.resolve("mvn"), """
                printf '\\033[0m[INFO] Building Reeve: module API 0.1.0-SNAPSHOT      [2/17]\\n'
                echo '[INFO]   from api/pom.xml'
                echo '[INFO] \033[1mBuilding Reeve: distribution 0.1.0-SNAPSHOT [17/17]'
                printf '[\\033[1;31mERROR\\033[m] A.java:[1,2] no\\n'
                printf '\\033[0m\\033[0m'
                exit 1""");
        environment.put("PATH", tools + ":/usr/bin:/bin");
        Files.writeString(home.resolve("pom.xml"), "<project>\n  <version>1.0</version>\n</project>\n");

        run(1, home.resolve("bin/reeved"), "demo");

        assertThat(err.lines().skip(1)).containsExactly("reeved: [2/17] Reeve: module API",
                "reeved: [17/17] Reeve: distribution", "[ERROR] A.java:[1,2] no",
                "reeved: the build failed; see above.");
        assertThat(err).doesNotContain("\033");
    }

    @Test
    void argumentsAndFileNamesAreUtf8InEveryLocale() throws Exception {
        Path jdk = jdk("jdk-25", "25");
        script(jdk.resolve("bin/java"), "echo \"$LC_ALL\"");
        environment.put("JAVA_HOME", jdk.toString());
        for (String locale : new String[]{"", "C", "de_DE.ISO-8859-1"}) {
            environment.put("LC_ALL", locale);
            assertThat(reeved("run")).isEqualTo("C.UTF-8\n");
            assertThat(run(0, home.resolve("bin/reeve"), "status")).isEqualTo("C.UTF-8\n");
        }
    }

    @Test
    void whatTheDaemonWritesIsForItsUserAlone() throws Exception {
        Path jdk = jdk("jdk-25", "25");
        script(jdk.resolve("bin/java"), "umask");
        environment.put("JAVA_HOME", jdk.toString());
        assertThat(reeved("run").strip()).matches("0*77");
    }

    @Test
    void theCommandLineIsToldWhatItsStreamsAre() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        Path closing = folder.resolve("closing");
        script(closing, "exec sh '" + home.resolve("bin/reeve") + "' status <&-");
        assertThat(run(0, closing)).contains("[-Dreeve.stdin=closed]", "[-Dreeve.stdout=other]");
        assertThat(run(0, home.resolve("bin/reeve"), "status")).contains("[-Dreeve.stdin=open]");
    }

    @Test
    void aFolderWithAColonIsRefusedBeforeAnythingIsBuilt() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        Path moved = Files.move(home, folder.resolve("a:b"));
        run(1, moved.resolve("bin/reeved"), "run");
        assertThat(err).contains("cannot run in " + moved, "Move it to a folder without one");
    }

    @Test
    void inACheckoutBuildsWhatIsMissingOrOldAndSaysSo() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path built = home.resolve("dist/target/reeve-1.0");
        script(tools.resolve("mvn"), "mkdir -p '" + built + "/lib' && touch '" + built + ".tar.gz' '" + built
                + "/lib/a.jar'");
        environment.put("PATH", tools + ":/usr/bin:/bin");
        Files.writeString(home.resolve("pom.xml"), "<project>\n  <version>1.0</version>\n</project>\n");
        Path source = home.resolve("api/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);

        assertThat(reeved("--version")).contains("[-Dreeve.home=" + built + "]");
        assertThat(err).contains("reeved: building Reeve, because it has not been built yet", "reeved: built.");
        reeved("--version");
        assertThat(err).isEmpty();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        reeved("--version");
        assertThat(err).contains("building Reeve, because api/src/main/java/A.java is newer than the last build");
    }
}
