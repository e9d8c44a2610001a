package io.reeve.it;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/**
 * A container beside the machines that holds what can be done to them from within: their disks, which are small and in memory,
 * their clocks, and modules that misbehave until they are told to end. Since it lives on, so do disks whose machine is down.
 */
final class Keeper {
    private static final String DISKS = "/disks/";
    private static final String CLOCKS = "/clocks";
    private static final String OVER = CLOCKS + "/over";
    private static final String MODULES = "/modules-that-hang";
    private static final Path JARS = Path.of("target", "modules-that-hang").toAbsolutePath();
    private static final String FAKETIME = "/usr/lib/faketime.so";
    /** ZooKeeper writes 150 MB an hour here, and deletes what is old once an hour. */
    private static final int SERVER_MEBIBYTES = 640;
    private static final int MANAGER_MEBIBYTES = 16;

    private final Map<String, String> disks = new LinkedHashMap<>();
    private final String clocks;
    private final Path faketime;
    private final GenericContainer<?> container;

    /** @param names of the machines */
    Keeper(Leftovers leftovers, List<String> names) {
        faketime = faketime().orElseThrow(() -> new IllegalStateException("libfaketime is not on this machine"));
        names.forEach(name -> disks.put(name, leftovers.volumeInMemory(name,
                name.startsWith("zk") ? SERVER_MEBIBYTES : MANAGER_MEBIBYTES)));
        clocks = leftovers.volumeInMemory("clocks", 1);
        HangingModule.all().forEach(module -> module.jar(OVER).writeTo(JARS));
        container = new GenericContainer<>(Image.name()).withImagePullPolicy(_ -> false)
                .withLabels(leftovers.label())
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = Optional.ofNullable(create.getHostConfig()).orElseThrow();
                    host.withBinds(binds()).withTmpFs(Map.of("/copies", "rw,mode=1777"));
                    create.withEntrypoint("sh", "-c", "sleep 1000000");
                });
    }

    private List<Bind> binds() {
        List<Bind> binds = new ArrayList<>();
        disks.forEach((name, volume) -> binds.add(new Bind(volume, new Volume(DISKS + name))));
        binds.add(new Bind(clocks, new Volume(CLOCKS)));
        return binds;
    }

    /** Debian's libfaketime. */
    static Optional<Path> faketime() {
        try (DirectoryStream<Path> platforms = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path platform : platforms) {
                Path library = platform.resolve("faketime/libfaketime.so.1");
                if (Files.exists(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        container.start();
        disks.keySet().forEach(name -> Uninterruptibly.run(() -> setClock(name, 0)));
    }

    /** The disk of a machine; empty if it is none of those that were named. */
    Optional<Bind> disk(String name) {
        return Optional.ofNullable(disks.get(name)).map(volume -> new Bind(volume, new Volume(Image.DATA)));
    }

    /** What a machine mounts beside its disk. */
    List<Bind> extras() {
        return List.of(new Bind(clocks, new Volume(CLOCKS), AccessMode.ro),
                new Bind(faketime.toString(), new Volume(FAKETIME), AccessMode.ro),
                new Bind(JARS.toString(), new Volume(MODULES), AccessMode.ro));
    }

    /**
     * What a machine has in its environment: it reads the time of day through libfaketime, which looks at the machine's clock
     * every second. The monotonic clock is left alone, and so are waits by it (that is the last one).
     */
    Map<String, String> environment(String name) {
        return Map.of("LD_PRELOAD", FAKETIME, "FAKETIME_TIMESTAMP_FILE", CLOCKS + "/" + name, "FAKETIME_CACHE_DURATION",
                "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0", "REEVE_MODULE_PATH",
                "/opt/reeve/modules:" + MODULES, "REEVE_HEAP", "-Xms32m -Xmx256m");
    }

    /** Sets a machine's clock that much before the right time; negative: behind it. */
    void setClock(String name, long seconds) throws IOException, InterruptedException {
        String file = CLOCKS + "/" + name;
        run("echo '%+d' > %s.new && mv %s.new %s".formatted(seconds, file, file, file));
    }

    /** Takes all the space of a disk. */
    void fill(String name) throws IOException, InterruptedException {
        run("dd if=/dev/zero of=" + DISKS + name + "/filler bs=64k 2>/dev/null; true");
    }

    /** Gives the space back. */
    void free(String name) throws IOException, InterruptedException {
        run("rm -f " + DISKS + name + "/filler");
    }

    /** Keeps a copy of a ZooKeeper server's data as they are now. */
    void copy(String name) throws IOException, InterruptedException {
        run("rm -rf /copies/* && cp -a " + DISKS + name + "/version-2 /copies/");
    }

    /** Deletes a server's data. */
    void wipe(String name) throws IOException, InterruptedException {
        run("rm -rf " + DISKS + name + "/*");
    }

    /** Puts the copy in the place of a server's data. */
    void restore(String name) throws IOException, InterruptedException {
        wipe(name);
        run("cp -a /copies/version-2 " + DISKS + name + "/");
    }

    /** Modules that hang: whether they end. */
    void endHanging(boolean end) throws IOException, InterruptedException {
        run(end ? "touch " + OVER : "rm -f " + OVER);
    }

    private void run(String command) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer("sh", "-c", command);
        if (result.getExitCode() != 0) {
            throw new IOException(command + " failed: " + result.getStdout() + result.getStderr());
        }
    }
}
