package io.reeve.daemon.rehearsal;

import io.reeve.api.ModuleProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar of {@link StandInModule}, made of this program's own classes: a module is loaded from a jar. */
final class StandInJar {
    private static final List<Class<?>> CLASSES = List.of(StandInModule.class, StandInModule.OnStandby.class,
            StandInModule.Provider.class);

    private StandInJar() {}

    /** Writes the jar into a folder, which becomes a module path. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (JarOutputStream jar = new JarOutputStream(
                Files.newOutputStream(folder.resolve(StandInModule.NAME + ".jar")))) {
            for (Class<?> type : CLASSES) {
                add(jar, type.getName().replace('.', '/') + ".class", code(type));
            }
            add(jar, "META-INF/services/" + ModuleProvider.class.getName(),
                    StandInModule.Provider.class.getName().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] code(Class<?> type) throws IOException {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream code = type.getResourceAsStream(file)) {
            if (code == null) {
                throw new IOException("class " + type.getName() + " cannot be read");
            }
            return code.readAllBytes();
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
