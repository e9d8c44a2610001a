package io.reeve.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a folder that are all written, or none of them. A file that is there already as it should be is left alone. */
final class NewFiles {
    private static final FileAttribute<?> READABLE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
    private final Path folder;
    private final boolean force;

    /** @param force whether files that differ are replaced */
    NewFiles(Path folder, boolean force) {
        this.folder = folder;
        this.force = force;
    }

    /**
     * Writes what is missing or differs.
     *
     * @param texts the texts of the files by their names
     * @return the names of those that have been written
     * @throws CliException if one cannot be written or must not be replaced, and then nothing has changed
     */
    List<String> write(Map<String, String> texts) throws CliException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw refused("'" + folder + "' is a file: name a folder by " + InitOptions.OUTPUT);
        }
        boolean made = Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
        Map<String, Path> temporary = new LinkedHashMap<>();
        try {
            Map<String, String> changed = changed(texts);
            Files.createDirectories(folder);
            for (Map.Entry<String, String> one : changed.entrySet()) {
                Path file = Files.createTempFile(folder, "." + one.getKey(), ".part", READABLE);
                temporary.put(one.getKey(), file);
                Files.writeString(file, one.getValue());
            }
            giveNames(temporary);
            return List.copyOf(changed.keySet());
        } catch (IOException | UnsupportedOperationException e) {
            discard(temporary.values(), made);
            throw refused("cannot write in folder '" + folder + "': " + FileProblem.of(e));
        }
    }

    private Map<String, String> changed(Map<String, String> texts) throws CliException, IOException {
        Map<String, String> changed = new LinkedHashMap<>();
        List<String> there = new ArrayList<>();
        for (Map.Entry<String, String> one : texts.entrySet()) {
            Path file = folder.resolve(one.getKey());
            boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            if (exists && !Files.isRegularFile(file)) {
                throw refused("'" + file + "' is there and is no file: choose another folder");
            }
            if (exists && isSame(file, one.getValue())) {
                continue;
            }
            if (exists) {
                there.add(file.toString());
            }
            changed.put(one.getKey(), one.getValue());
        }
        if (!there.isEmpty() && !force) {
            throw refused("'" + String.join("', '", there) + "' "
                    + (there.size() == 1 ? "is there and differs" : "are there and differ")
                    + ": choose another folder by " + InitOptions.OUTPUT + ", or add --force to replace");
        }
        return changed;
    }

    private static boolean isSame(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    /** Renames all, or takes back those that have been. */
    private void giveNames(Map<String, Path> temporary) throws IOException {
        Map<Path, Path> replaced = new LinkedHashMap<>();
        List<Path> named = new ArrayList<>();
        try {
            for (Map.Entry<String, Path> one : temporary.entrySet()) {
                Path file = folder.resolve(one.getKey());
                if (force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    Path old = folder.resolve(one.getValue().getFileName() + ".old");
                    Files.move(file, old);
                    replaced.put(file, old);
                }
                Files.move(one.getValue(), file);
                named.add(file);
            }
        } catch (IOException e) {
            for (Path file : named) {
                Files.deleteIfExists(file);
            }
            for (Map.Entry<Path, Path> one : replaced.entrySet()) {
                Files.move(one.getValue(), one.getKey());
            }
            throw e;
        }
        for (Path old : replaced.values()) {
            Files.deleteIfExists(old);
        }
    }

    private void discard(Iterable<Path> files, boolean made) {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            if (made) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException _) {
            // The first problem is what the user is told.
        }
    }

    private static CliException refused(String why) {
        return new CliException(1, "init: nothing is written: " + why);
    }
}
