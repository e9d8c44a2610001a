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

    private static final String TRIAL = ".trial";
    private static final int TRIAL_BYTES = 64 << 10;
    private static final long LEAST_SPACE = 1 << 20;

    private final Path parent;
    private final String prefix;
    private final Path path;
    private final Path lockFile;
    private volatile @Nullable FileChannel lock;
    private volatile boolean closed;

    private WorkFolder(Path parent, String prefix, Path path) {
        this.parent = parent;
        this.prefix = prefix;
        this.path = path;
        this.lockFile = lockOf(path);
    }

    /**
     * The folder {@code PARENT/PREFIX-ID}, which {@link #ensure} makes.
     *
     * @param id an id that is unique for each process
     */
    public static WorkFolder of(Path parent, String prefix, String id) {
        return new WorkFolder(parent, prefix, parent.resolve(prefix + "-" + id));
    }

    /**
     * Removes the folders of killed processes, and creates the folder {@code PARENT/PREFIX-ID}.
     *
     * @param id an id that is unique for each process
     * @throws UncheckedIOException if the parent is not writable
     */
    public static WorkFolder make(Path parent, String prefix, String id) {
        WorkFolder made = of(parent, prefix, id);
        try {
            made.ensure();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("no work folder can be made in " + parent + ": " + e.getMessage(), e);
        }
    }

    /** Makes the folder if it is missing; the first time after removing the folders of killed processes. One thread at a time. */
    public void ensure() throws IOException {
        if (lock == null) {
            Files.createDirectories(parent);
            sweep(parent, prefix + "-");
            FileChannel channel = open(lockFile);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IOException(lockFile + " is locked by another process");
            }
            lock = channel;
        }
        Files.createDirectories(path);
    }

    /**
     * Writes a file into the folder and deletes it. One thread at a time.
     *
     * @throws IOException if that fails, or hardly any space is left
     */
    public void tryOut() throws IOException {
        if (closed) {
            return;
        }
        Path trial = path.resolve(TRIAL);
        try {
            ensure();
            Files.write(trial, new byte[TRIAL_BYTES]);
            long left = Files.getFileStore(path).getUsableSpace();
            if (left < LEAST_SPACE) {
                throw new IOException("only " + (left >> 10) + " KiB are left");
            }
        } catch (IOException e) {
            throw new IOException("nothing can be written to " + parent + ": " + e.getMessage(), e);
        } finally {
            JarCopies.delete(trial);
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
        closed = true;
        JarCopies.delete(path);
        FileChannel held = lock;
        if (held == null) {
            return;
        }
        try {
            Files.deleteIfExists(lockFile);
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
