package io.reeve.daemon.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The creation of folders and files that only this process's user may read: they hold keys, options and logs. */
public final class PrivateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Makes the folders that are missing on this path. One that is there keeps its permissions. */
    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** Makes the folder, or takes the permissions of other users away from the one that is there. */
    public static void ownFolder(Path folder) throws IOException {
        makeFolder(folder);
        if (!isPosix(folder) || Files.getPosixFilePermissions(folder).equals(FOLDER)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(folder, FOLDER);
        } catch (IOException notOurs) {
            LOG.warn("{} stays readable for others, as it belongs to another user", folder, notOurs);
        }
    }

    /** Makes the file, empty, unless it is there. */
    public static void makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException _) {
            // It keeps its permissions.
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
