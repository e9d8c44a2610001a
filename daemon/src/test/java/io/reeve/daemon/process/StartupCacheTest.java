package io.reeve.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which unfinished start-up caches are deleted before a new one is made. */
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
}
