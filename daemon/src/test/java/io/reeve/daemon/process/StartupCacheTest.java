package io.reeve.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of start-up caches that were not finished, and where a new one is made. */
class StartupCacheTest {
    private final Instant now = Instant.now();

    @TempDir
    Path folder;

    private Path aged(Path path, Duration age) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(now.minus(age)));
    }

    @Test
    void onlyOldUnfinishedFilesOfTheCacheItselfAreDeletedAndTheLaunchersFoldersStay() throws Exception {
        Duration old = Duration.ofHours(1);
        Path own = aged(Files.createFile(folder.resolve("reeved-25.aot123.new")), old);
        Path young = aged(Files.createFile(folder.resolve("reeved-25.aot456.new")), Duration.ofMinutes(1));
        Path others = aged(Files.createFile(folder.resolve("reeve-25.aot789.new")), old);
        Path emptyLock = aged(Files.createDirectory(folder.resolve("reeve-25.aot.new")), old);
        Path lock = Files.createDirectory(folder.resolve("reeved-25.aot.new"));
        Path inLock = Files.createFile(lock.resolve("cache"));
        aged(lock, old);

        StartupCache.deleteUnfinished(folder.resolve("reeved-25.aot"), now.minus(Duration.ofMinutes(30)));

        assertThat(own).doesNotExist();
        assertThat(young).exists();
        assertThat(others).exists();
        assertThat(emptyLock).exists();
        assertThat(inLock).exists();
    }

    /** A training that fails after it has written into its folder, and beside that one. */
    static final class FailingTraining {
        private FailingTraining() {}

        public static void main(String[] args) throws IOException {
            Path data = Path.of(args[1]);
            Files.createFile(data.resolve("data"));
            Files.createFile(data.resolveSibling("../trained"));
            Runtime.getRuntime().halt(1);
        }
    }

    @Test
    void trainsInAFolderBesideTheCacheAndRemovesItAndThoseOfKilledTrainings() throws Exception {
        Path killed = Files.createDirectory(folder.resolve("reeved-training-1"));
        Files.createFile(killed.resolve("data"));
        StartupCache cache = new StartupCache(folder.resolve("reeved-25.aot"), FailingTraining.class);

        assertThat(cache.makeInFolder()).isFalse();

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("trained"));
        }
    }
}
