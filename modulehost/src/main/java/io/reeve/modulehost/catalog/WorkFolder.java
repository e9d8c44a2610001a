package io.reeve.modulehost.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A folder that belongs to one process, with a lock file beside it that is locked while the process lives. Making the next
 * folder removes those of killed processes, whose locks are free.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path path;
    private final Path lockFile;
    private final FileChannel lock;

    private WorkFolder(Path path, Path lockFile, FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Removes the folders of killed processes, and creates the folder {@code PARENT/PREFIX-ID}.
     *
     * @param id an id that is unique for each process
     * @throws UncheckedIOException if the parent is not writable
     */
    public static WorkFolder make(Path parent, String prefix, String id) {
        try {
            Files.createDirectories(parent);
            sweep(parent, prefix + "-");
            Path path = parent.resolve(prefix + "-" + id);
            Path lockFile = lockOf(path);
            FileChannel lock = open(lockFile);
            if (tryLock(lock) == null) {
                lock.close();
                throw new IOException(lockFile + " is locked by another process");
            }
            Files.createDirectories(path);
            return new WorkFolder(path, lockFile, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("no work folder can be made in " + parent + ": " + e.getMessage(), e);
        }
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    private static void sweep(Path parent, String prefix) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(parent)) {
            folders = all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .filter(Files::isDirectory)
                    .toList();
        }
        folders.forEach(WorkFolder::removeIfLeft);
    }

    private static void removeIfLeft(Path folder) {
        try (FileChannel channel = open(lockOf(folder))) {
            if (tryLock(channel) != null) {
                JarCopies.delete(folder);
                Files.deleteIfExists(lockOf(folder));
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(WorkFolder.class).warn("{} cannot be looked at: {}", folder, e.toString());
        }
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this process
        }
    }

    /** Deletes the folder with its contents. */
    @Override
    public void close() {
        JarCopies.delete(path);
        try {
            Files.deleteIfExists(lockFile);
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
