package io.reeve.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of the shell's history: {@code reeve/history} in the user's folder for state, which nobody else can read. Several
 * shells append to it at once. Confined to one thread.
 */
final class HistoryFile {
    /** The number of lines that are kept. */
    static final int MOST = 1_000;
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private final PrintStream err;
    private final @Nullable Path file;
    private List<String> lines = List.of();
    private boolean broken;

    /**
     * Opens the file, and makes it if it is missing. Where there can be none, nothing is kept.
     *
     * @param err where the user is told why there can be none
     */
    HistoryFile(Map<String, String> environment, PrintStream err) {
        this.err = err;
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path found = null;
        if (!state.isEmpty() || !home.isEmpty()) {
            try {
                // As the specification of these folders has it, a relative one does not count.
                boolean named = !state.isEmpty() && Path.of(state).isAbsolute();
                Path base = named ? Path.of(state) : Path.of(home, ".local", "state");
                found = made(base.resolve("reeve"));
                lines = shortened(found);
            } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
                fail(e);
            }
        }
        file = found;
    }

    private static Path made(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
        Path file = folder.resolve("history");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        } catch (FileAlreadyExistsException there) {
            // of an earlier shell, or of another one just now; or a link, such as one to /dev/null
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.setPosixFilePermissions(file, FILE) : file;
    }

    /** The last lines of the file, which has no others afterwards, or not many. */
    private static List<String> shortened(Path file) throws IOException {
        // Bytes that are not UTF-8 must not keep a shell from being opened.
        List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        List<String> last = all.subList(Math.max(0, all.size() - MOST), all.size());
        if (all.size() > 2 * MOST && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Path shorter = Files.createTempFile(file.toAbsolutePath().getParent(), ".history", ".part",
                    PosixFilePermissions.asFileAttribute(FILE));
            Files.write(shorter, last);
            Files.move(shorter, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return List.copyOf(last);
    }

    /** The lines that the file had when it was opened, the oldest first. */
    List<String> lines() {
        return lines;
    }

    /** Keeps one more line, unless there is no file. */
    void append(String line) {
        if (file != null && !broken) {
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    private void fail(Exception why) {
        broken = true;
        err.println("reeve: no history is kept, as its file cannot be used: "
                + (why instanceof IOException failure
                        ? why.getMessage() + ": " + FileProblem.of(failure)
                        : why.toString()));
    }
}
