package io.reeve.daemon.process;

import io.reeve.modulehost.catalog.WorkFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file from which the JVM takes loaded classes at its next start (JEP 514). The launcher names it in the system
 * property {@code reeve.cache} if it is missing and can be written; it is then made in the background, once, by a
 * process of low priority. All that it needs until the cache is there is in a folder beside that. If this process is killed
 * meanwhile, the next one that makes a cache removes the folder.
 */
public final class StartupCache {
    private static final Logger LOG = LoggerFactory.getLogger(StartupCache.class);
    /** The time after the start when the machine has time again. */
    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final Duration MAKE = Duration.ofMinutes(3);
    private static final String UNFINISHED = ".new";
    private static final String TRAINING = "reeved-training";

    private final Path file;
    private final Class<?> main;

    /** @param main the class of {@code reeved}, which a process of its own runs for the training */
    StartupCache(Path file, Class<?> main) {
        this.file = file;
        this.main = main;
    }

    /** Makes the cache later, in the background, if the launcher asked for it. */
    public static void makeLater(Class<?> main) {
        String path = System.getProperty("reeve.cache", "");
        if (!path.isEmpty()) {
            StartupCache cache = new StartupCache(Path.of(path), main);
            Thread.ofPlatform().daemon().name("startup-cache").start(cache::make);
        }
    }

    /** Makes the cache that the launcher asked for. Returns whether there is one now. */
    public static boolean makeNow(Class<?> main) throws IOException, InterruptedException {
        String path = System.getProperty("reeve.cache", "");
        return path.isEmpty() || new StartupCache(Path.of(path), main).makeInFolder();
    }

    private void make() {
        try {
            Thread.sleep(DELAY);
            if (!makeInFolder()) {
                LOG.warn("The start-up cache {} could not be made; the next start is slower than it could be", file);
            }
        } catch (IOException failed) {
            LOG.warn("The start-up cache {} could not be made; the next start is slower than it could be", file,
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the cache now. Returns whether that succeeded. */
    boolean makeInFolder() throws IOException, InterruptedException {
        try (WorkFolder training = WorkFolder.of(file.resolveSibling(""), TRAINING, UUID.randomUUID().toString())) {
            return make(folder(training));
        }
    }

    private static Path folder(WorkFolder training) throws IOException {
        try {
            training.ensure();
        } catch (IOException noLocks) { // then nobody takes it for that of a killed process, either
            LOG.debug("no locks beside the start-up cache", noLocks);
        }
        return Files.createDirectories(training.path());
    }

    private boolean make(Path folder) throws IOException, InterruptedException {
        deleteUnfinished(file, Instant.now().minus(MAKE).minus(DELAY));
        Path made = Files.createTempFile(folder, "", UNFINISHED); // the JVM makes another file beside it
        if (!run(made, Files.createTempDirectory(folder, "data-")) || Files.size(made) == 0) {
            return false;
        }
        letAllRead(made);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.debug("Start-up cache {} made", file); // the demo and "reeved cache" write their log to a terminal
        return true;
    }

    /** The cache holds classes and no data. Whoever starts Reeve may read it, also if somebody else has made it. */
    private static void letAllRead(Path cache) throws IOException {
        if (Files.getFileStore(cache).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /**
     * Deletes the unfinished files of processes of an earlier version that were killed while they made this cache. The
     * launcher's folder for the command line's cache has a similar name and stays.
     */
    static void deleteUnfinished(Path cache, Instant abandoned) throws IOException {
        String name = cache.getFileName().toString();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(cache.getParent(), file -> {
            String other = file.getFileName().toString();
            return other.startsWith(name) && other.endsWith(UNFINISHED)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        })) {
            for (Path unfinished : files) {
                if (Files.getLastModifiedTime(unfinished).toInstant().isBefore(abandoned)) {
                    Files.deleteIfExists(unfinished);
                }
            }
        }
    }

    private boolean run(Path made, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (new File("/usr/bin/nice").canExecute()) {
            command.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        command.addAll(JavaCommand.of(main, List.of("-XX:AOTCacheOutput=" + made), "train", folder.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessExit.onExit(process::destroy);
        if (process.waitFor(MAKE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0) {
            return true;
        }
        process.destroyForcibly();
        return false;
    }
}
