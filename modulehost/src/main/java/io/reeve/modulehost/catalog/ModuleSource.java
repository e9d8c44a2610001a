package io.reeve.modulehost.catalog;

import java.nio.file.Path;
import java.util.List;

/**
 * An entry of the module path on disk: a jar, or a folder of jars.
 *
 * @param path        the jar or the folder
 * @param jars        the jars
 * @param fingerprint a text that changes whenever a jar is added, removed or written
 */
record ModuleSource(Path path, List<Path> jars, String fingerprint) {
    ModuleSource {
        jars = List.copyOf(jars);
    }
}
