package io.reeve.modulehost.catalog;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Copies of jars, made before they are opened, so that the originals can be replaced or deleted at any time. */
final class JarCopies {
    /** A name that ends in {@code .jar} of something that is no file. */
    static final class NoFileException extends IOException {
        private static final long serialVersionUID = 1L;

        NoFileException(String message) {
            super(message);
        }
    }

    private JarCopies() {}

    /** Copies all jars into a new folder below {@code work}; returns the copies. */
    static List<Path> make(List<Path> jars, Path work) throws IOException {
        Files.createDirectories(work);
        Path folder = Files.createTempDirectory(work, "module-");
        List<Path> copies = new ArrayList<>();
        try {
            for (Path jar : jars) {
                if (!Files.isRegularFile(jar)) { // a pipe, whose copying never ends
                    throw new NoFileException(jar + " is not a regular file");
                }
                copies.add(Files.copy(jar, folder.resolve(jar.getFileName())));
            }
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
        return copies;
    }

    static URL[] urls(List<Path> jars) throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    /** Deletes a folder and its contents; logs a warning if that fails. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(JarCopies.class).warn("{} cannot be deleted: {}", folder, e.toString());
        }
    }
}
