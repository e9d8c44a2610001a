package io.reeve.modulehost.catalog;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The folders of the module path. What hangs or cannot be read in them is an error of its own, and hides nothing else. */
final class ModulePath {
    /** The state of the module path: the entries in order, and the folders and entries that cannot be read. */
    record Scan(List<ModuleSource> sources, Map<Path, LoadError> unreadable) {
        /** Whether it is not known if this entry is still there. */
        boolean isUnknown(Path entry) {
            return unreadable.containsKey(entry) || unreadable.containsKey(entry.getParent());
        }
    }

    private final List<Path> folders;
    private final TimedFiles files;

    ModulePath(List<Path> folders, TimedFiles files) {
        this.folders = List.copyOf(folders);
        this.files = files;
    }

    /** The entries of all folders in their order, by name within a folder. A missing folder has none. */
    Scan scan() {
        List<ModuleSource> sources = new ArrayList<>();
        Map<Path, LoadError> unreadable = new LinkedHashMap<>();
        for (Path folder : folders) {
            try {
                sources.addAll(files.call("read", folder, () -> all(folder)));
            } catch (IOException e) {
                oneByOne(folder, sources, unreadable);
            }
        }
        return new Scan(sources, unreadable);
    }

    private static List<ModuleSource> all(Path folder) throws IOException {
        List<ModuleSource> sources = new ArrayList<>();
        for (Path entry : entries(folder)) {
            source(entry).ifPresent(sources::add);
        }
        return sources;
    }

    /** Looks at the entries one by one, to find the one that hangs. */
    private void oneByOne(Path folder, List<ModuleSource> sources, Map<Path, LoadError> unreadable) {
        List<Path> entries;
        try {
            entries = files.call("list", folder, () -> entries(folder));
        } catch (IOException e) {
            unreadable.put(folder, error(folder, e));
            return;
        }
        Map<Path, CompletableFuture<Optional<ModuleSource>>> found = new LinkedHashMap<>();
        for (Path entry : entries) {
            CompletableFuture<Optional<ModuleSource>> one = new CompletableFuture<>();
            found.put(entry, one);
            Thread.ofVirtual().name("reeve-module-rescan").start(() -> look(entry, one));
        }
        found.forEach((entry, one) -> {
            try {
                one.get().ifPresent(sources::add);
            } catch (ExecutionException e) {
                unreadable.put(entry, error(entry, e.getCause() instanceof IOException io ? io : new IOException(e)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                unreadable.put(entry, error(entry, new IOException("interrupted", e)));
            }
        });
    }

    private void look(Path entry, CompletableFuture<Optional<ModuleSource>> result) {
        try {
            result.complete(files.call("look", entry, () -> source(entry)));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static LoadError error(Path path, IOException e) {
        return e instanceof TimedFiles.LateException
                ? new LoadError(path, String.valueOf(e.getMessage()), LoadError.LOOK_AT_MOUNT, true)
                : new LoadError(path, "it cannot be read: " + e, LoadError.LOOK_AT_DISK, true);
    }

    private static Optional<ModuleSource> source(Path entry) throws IOException {
        List<Path> jars = Files.isDirectory(entry)
                ? entries(entry).stream().filter(ModulePath::isJar).toList()
                : isJar(entry) ? List.of(entry) : List.of();
        return jars.isEmpty() ? Optional.empty() : Optional.of(new ModuleSource(entry, jars, fingerprint(jars)));
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, p -> !hidden(p))) {
            stream.forEach(all::add);
        } catch (DirectoryIteratorException e) {
            throw new IOException(e.getCause());
        }
        all.sort(Comparator.comparing(Path::toString));
        return all;
    }

    private static boolean hidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar") && !Files.isDirectory(path);
    }

    private static String fingerprint(List<Path> jars) {
        StringBuilder text = new StringBuilder();
        for (Path jar : jars) {
            text.append(jar.getFileName()).append(' ').append(stamp(jar)).append('\n');
        }
        return text.toString();
    }

    private static String stamp(Path jar) {
        try {
            BasicFileAttributes at = Files.readAttributes(jar, BasicFileAttributes.class);
            return at.size() + " " + at.lastModifiedTime() + " " + at.fileKey();
        } catch (NoSuchFileException e) {
            return "gone";
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }
}
