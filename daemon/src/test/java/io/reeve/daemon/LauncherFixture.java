package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The launchers of {@code bin/} in a folder like the tarball's, with JDKs that only tell how they were started. */
abstract class LauncherFixture {
    private static final Path SOURCES = Path.of("../bin");

    @TempDir
    Path folder;
    Path home = Path.of(".");
    final Map<String, String> environment = new HashMap<>();
    Path workingDirectory = Path.of(".");
    String err = "";

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
        environment.put("REEVE_CACHE", "off");
    }

    Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), "echo " + name + "; for a in \"$@\"; do echo \"[$a]\"; done");
        return jdk;
    }

    static void script(Path file, String content) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + content + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the launcher printed; its status must be as expected. */
    String run(int status, Path launcher, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = launcher.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Path out = Files.createTempFile(folder, "out", "");
        Path errors = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        err = Files.readString(errors);
        assertThat(process.exitValue()).as(err).isEqualTo(status);
        return Files.readString(out);
    }

    String reeved(String... arguments) throws Exception {
        return run(0, home.resolve("bin/reeved"), arguments);
    }

    String reeve(String... arguments) throws Exception {
        return run(0, home.resolve("bin/reeve"), arguments);
    }
}
