package io.reeve.modulehost.catalog;

import java.nio.file.Path;

/**
 * A jar, or folder of jars, of the module path that is not usable as a module.
 *
 * @param path   where it lies
 * @param reason what is wrong, in one line
 * @param fix    what its author or the operator can do
 */
public record LoadError(Path path, String reason, String fix) {
    /** All of it in one line. */
    public String message() {
        return path + " is not loaded: " + reason + ". To mend it: " + fix;
    }
}
