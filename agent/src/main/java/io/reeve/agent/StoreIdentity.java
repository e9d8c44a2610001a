package io.reeve.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of the store in a storage daemon's folder: its file system's device, and a marker file in the folder. A folder
 * in which another store appears, as the root file system does after an unmount, is refused. The same device or the same
 * marker is the same store: devices change their numbers at a restart of the machine, and a folder can be emptied.
 */
final class StoreIdentity {
    static final String MARKER = ".reeve-osd";
    private static final Logger LOG = LoggerFactory.getLogger(StoreIdentity.class);

    /** A finder of the device that holds a path. */
    interface Devices {
        String of(Path path) throws IOException;
    }

    /** A store as it was: its marker's id, empty if it could not be written, and its device. */
    record Known(String id, String device) {}

    private final String daemon;
    private final Path path;
    private final Devices devices;
    private final @Nullable Path record;
    private @Nullable Known known;

    /** @param record the file that remembers the store when the agent stops; null for none */
    StoreIdentity(String daemon, Path path, Devices devices, @Nullable Path record) {
        this.daemon = daemon;
        this.path = path;
        this.devices = devices;
        this.record = record;
    }

    /** The device of a file system, by number where the system has them. */
    static String device(Path path) throws IOException {
        try {
            return Files.getFileStore(path).type() + " " + Files.getAttribute(path, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return Files.getFileStore(path).type() + " " + Files.getFileStore(path).name();
        }
    }

    /**
     * Checks that the folder still holds the store that it held before; the first time it becomes the one.
     *
     * @throws IOException if it holds another one, with both and the fix
     */
    void check() throws IOException {
        Known before = known == null ? remembered() : known;
        String device = devices.of(path);
        String id = marker();
        if (before == null) {
            keep(new Known(id.isEmpty() ? mark(UUID.randomUUID().toString()) : id, device));
        } else if (!id.isEmpty() && id.equals(before.id())) {
            keep(new Known(id, device));
        } else if (id.isEmpty() && device.equals(before.device())) {
            keep(new Known(before.id().isEmpty() ? "" : mark(before.id()), device));
        } else {
            throw new IOException(daemon + ": " + path + " holds another store than before: "
                    + (id.isEmpty() ? "one without " + MARKER : MARKER + " " + id) + " on device " + device
                    + ", and it was " + (before.id().isEmpty() ? "one" : MARKER + " " + before.id()) + " on device "
                    + before.device() + "; mount its file system again"
                    + (record == null ? ", or restart the agent" : ", or remove " + record)
                    + " if it is to be another one");
        }
    }

    /** The id in the folder's marker; empty if there is none. */
    private String marker() throws IOException {
        Path file = path.resolve(MARKER);
        if (!Files.isRegularFile(file)) {
            return "";
        }
        String[] words = Files.readString(file).strip().split(" ", 2);
        if (words.length != 2 || !words[0].equals(daemon)) {
            throw new IOException(daemon + ": " + file + " says that the folder holds the store of '" + words[0]
                    + "'; give --osd the right folder, or remove the file");
        }
        return words[1];
    }

    /** Writes the marker. @return its id; empty if it cannot be written */
    private String mark(String id) {
        try {
            Files.writeString(path.resolve(MARKER), daemon + " " + id + "\n");
            return id;
        } catch (IOException readOnly) {
            LOG.info("{}: no {} can be written in {}; its store is known by its device alone", daemon, MARKER, path);
            return "";
        }
    }

    private @Nullable Known remembered() throws IOException {
        if (record == null || !Files.isRegularFile(record)) {
            return null;
        }
        String[] lines = Files.readString(record).split("\n", -1);
        return lines.length < 2 ? null : new Known(lines[0], lines[1]);
    }

    private void keep(Known now) {
        if (now.equals(known)) {
            return;
        }
        known = now;
        if (record != null) {
            try {
                write(record, now);
            } catch (IOException e) { // no reason to take the daemon for down
                LOG.warn(
                        "{}: the agent forgets at its end which store {} holds, as {} cannot be written ({}): give it a"
                                + " folder with --data",
                        daemon, path, record, e.toString());
            }
        }
    }

    private static void write(Path record, Known now) throws IOException {
        Path folder = Optional.ofNullable(record.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, "store", null);
        Files.write(fresh, (now.id() + "\n" + now.device() + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, record, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
