package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The text files in the jar of the command line, which the build puts beside its classes. */
final class JarTexts {
    private JarTexts() {}

    /** @throws IllegalStateException if there is no such file, or it cannot be read */
    static String read(String file) {
        try (InputStream in = JarTexts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar of the command line has no file " + file + ": build it anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("file " + file + " in the jar of the command line cannot be read", e);
        }
    }
}
