package io.reeve.modulehost.catalog;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The loading and linking of a module's own classes ahead of their use. None of its code runs: a class is verified and prepared,
 * but not initialised. Its own classes are those in the package of the module's class and below; of the libraries that it brings
 * along nobody knows which it uses.
 */
final class ClassLinking {
    private static final String CLASS = ".class";

    private ClassLinking() {}

    /**
     * Links what can be linked.
     *
     * @return the classes that cannot
     */
    static List<String> link(ModuleClassLoader loader, String packageName) throws IOException {
        List<String> failed = new ArrayList<>();
        for (URL jar : loader.getURLs()) {
            for (String name : classes(jar, packageName.replace('.', '/') + "/")) {
                if (!links(name, loader)) {
                    failed.add(name);
                }
            }
        }
        return failed;
    }

    private static List<String> classes(URL jar, String folder) throws IOException {
        try (JarFile file = new JarFile(Path.of(jar.toURI()).toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(folder) && name.endsWith(CLASS) && !name.contains("-info"))
                    .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .toList();
        } catch (URISyntaxException e) {
            throw new IOException(jar + " is not a file", e);
        }
    }

    private static boolean links(String name, ClassLoader loader) {
        try {
            // The JVM links a class before it tells its members, and initialises it only for more than that.
            Constructor<?>[] _ = Class.forName(name, false, loader).getDeclaredConstructors();
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
