package io.reeve.daemon.demo;

import io.reeve.daemon.files.PrivateFiles;
import io.reeve.daemon.process.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's folder, held by a lock so that two demos never share one. */
final class DemoFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoFolder.class);
    private final Path folder;
    private final boolean temporary;
    private final FileChannel lock;

    private DemoFolder(Path folder, boolean temporary, FileChannel lock) {
        this.folder = folder;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** Takes the folder and makes it if it is missing. The files of an earlier demo stay, except its {@code demo.json}. */
    static DemoFolder take(Path folder, boolean temporary) {
        try {
            PrivateFiles.makeFolder(folder);
            FileChannel channel = FileChannel.open(folder.resolve("demo.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CommandFailure("--data: " + folder.toAbsolutePath()
                        + " is in use by another demo. Stop that one, or choose another folder.");
            }
            Files.deleteIfExists(DemoFile.in(folder));
            return new DemoFolder(folder, temporary, channel);
        } catch (IOException unusable) {
            throw new CommandFailure("--data: " + folder.toAbsolutePath() + " cannot be used: " + unusable
                    + ". Choose a folder that this user can write.");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    /** Gives the folder back; a temporary one is deleted. */
    @Override
    public void close() {
        try {
            if (temporary) {
                deleteAll();
            } else {
                Files.deleteIfExists(DemoFile.in(folder));
            }
            lock.close();
        } catch (IOException failed) {
            LOG.warn("{} could not be cleared", folder, failed);
        }
    }

    private void deleteAll() throws IOException {
        List<Path> content;
        try (Stream<Path> walk = Files.walk(folder)) {
            content = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : content) {
            Files.deleteIfExists(path);
        }
    }
}
