package io.reeve.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The copy of one node's zip file into the archive, below a folder of the node's. Neither the size that is received nor the
 * size that comes out of it is believed: both are counted, and no name leads out of the folder.
 */
final class NodeArchive {
    /** The most bytes of one node, before and after they are unpacked. */
    static final long MOST = 64L << 20;
    /** What the node's own index of files, and the frame of the zip file, may add to it. */
    private static final long FRAME = 1 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int BUFFER = 64 << 10;

    private final ZipOutputStream to;
    private final String folder;
    private final Set<String> names = new HashSet<>();
    private long left = MOST + FRAME;
    private int files;
    private long bytes;

    /** @param folder the name of the folder, ending in a slash */
    NodeArchive(ZipOutputStream to, String folder) {
        this.to = to;
        this.folder = folder;
    }

    /**
     * Copies all files. What was copied before a failure stays.
     *
     * @throws IOException          if the stream breaks off or is no zip file; the message says so
     * @throws UncheckedIOException if the archive cannot be written
     */
    void copy(InputStream from) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new Bounded(from, MOST + FRAME))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!NAME.matcher(entry.getName()).matches() || !names.add(entry.getName())) {
                    throw new IOException("a file in its answer has a name that cannot be");
                }
                copy(zip, entry.getName());
            }
        }
        if (files == 0) {
            throw new IOException("its answer is not a zip file, or is empty");
        }
    }

    private void copy(ZipInputStream zip, String name) throws IOException {
        write(() -> to.putNextEntry(new ZipEntry(folder + name)));
        files++;
        try {
            byte[] buffer = new byte[BUFFER];
            for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                int length = n;
                left -= length;
                if (left < 0) {
                    throw new IOException("it sends more than " + MOST + " bytes");
                }
                write(() -> to.write(buffer, 0, length));
                bytes += length;
            }
        } finally {
            write(to::closeEntry);
        }
    }

    /** A step of writing the archive. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** Tells a failure of the archive from one of the node. */
    private static void write(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of files copied, the last one perhaps in part. */
    int files() {
        return files;
    }

    /** The number of bytes copied. */
    long bytes() {
        return bytes;
    }

    /** A stream that ends with an error beyond a number of bytes. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream from, long most) {
            super(from);
            left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            left -= Math.max(0, n);
            if (left < 0) {
                throw new IOException("it sends more than " + MOST + " bytes");
            }
            return n;
        }
    }
}
