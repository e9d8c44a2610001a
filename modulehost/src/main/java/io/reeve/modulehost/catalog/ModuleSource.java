package io.reeve.modulehost.catalog;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entry of the module path on disk: a jar, or a folder of jars.
 *
 * @param path        the jar or the folder
 * @param jars        the jars
 * @param fingerprint a text that changes whenever a jar is added, removed or written
 */
record ModuleSource(Path path, List<Path> jars, String fingerprint) {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleSource.class);

    ModuleSource {
        jars = List.copyOf(jars);
    }

    /** The entries of these folders in their order, by name within a folder. A missing folder has none. */
    static List<ModuleSource> list(List<Path> folders) {
        List<ModuleSource> all = new ArrayList<>();
        for (Path folder : folders) {
            for (Path entry : entries(folder)) {
                List<Path> jars = Files.isDirectory(entry)
                        ? entries(entry).stream().filter(ModuleSource::isJar).toList()
                        : isJar(entry) ? List.of(entry) : List.of();
                if (!jars.isEmpty()) {
                    all.add(new ModuleSource(entry, jars, fingerprint(jars)));
                }
            }
        }
        return all;
    }

    private static List<Path> entries(Path folder) {
        List<Path> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, p -> !hidden(p))) {
            stream.forEach(all::add);
        } catch (IOException e) {
            LOG.warn("module path {} cannot be read: {}", folder, e.toString());
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
