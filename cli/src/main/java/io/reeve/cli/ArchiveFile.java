package io.reeve.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The destination of an archive: a file that is there whole or not at all, readable by its owner alone, or standard output.
 * The bytes go into a temporary file beside it, which {@link #keep} renames.
 */
final class ArchiveFile implements AutoCloseable {
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final OutputStream bytes;
    private final @Nullable Path file;
    private final @Nullable Path temporary;
    private final boolean force;

    private ArchiveFile(OutputStream bytes, @Nullable Path file, @Nullable Path temporary, boolean force) {
        this.bytes = bytes;
        this.file = file;
        this.temporary = temporary;
        this.force = force;
    }

    /**
     * Opens the destination, so that one that cannot be written is known before anybody is asked.
     *
     * @param stdout the stream for {@code -}
     */
    static ArchiveFile open(DiagnosticsOptions options, OutputStream stdout) throws CliException {
        if (options.output().equals("-")) {
            return new ArchiveFile(new Unclosed(stdout), null, null, false);
        }
        try {
            Path file = Path.of(options.output()).toAbsolutePath();
            if (Files.isDirectory(file)) {
                throw new CliException(1, "'" + options.output() + "' is a folder: name a file in it");
            }
            if (!options.force() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw exists(options.output());
            }
            Path temporary = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part", OWNER_ONLY);
            temporary.toFile().deleteOnExit(); // also after an interrupt
            return new ArchiveFile(new BufferedOutputStream(Files.newOutputStream(temporary)), file, temporary,
                    options.force());
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            throw new CliException(1, "cannot write '" + options.output() + "': " + FileProblem.of(e));
        }
    }

    private static CliException exists(String file) {
        return new CliException(1, "'" + file + "' exists: name another file, or add --force to replace it");
    }

    OutputStream bytes() {
        return bytes;
    }

    /** Gives the archive its name. Call it last, when all bytes are written. */
    void keep() throws IOException, CliException {
        bytes.close();
        if (file == null || temporary == null) {
            return;
        }
        try {
            if (force) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(temporary, file);
            }
        } catch (FileAlreadyExistsException meanwhile) {
            throw exists(file.toString());
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
        if (temporary != null) {
            Files.deleteIfExists(temporary);
        }
    }

    /** Standard output, which others write to as well. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] all, int offset, int length) throws IOException {
            out.write(all, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
