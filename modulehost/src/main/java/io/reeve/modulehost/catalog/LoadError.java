package io.reeve.modulehost.catalog;

import java.nio.file.Path;

/**
 * The error about a jar, or a folder of jars, in the module path that is not usable as a module.
 *
 * @param path   the jar or the folder
 * @param reason the reason, in one line
 * @param fix    the fix by the author or the operator
 */
public record LoadError(Path path, String reason, String fix) {
    /** The whole error in one line. */
    public String message() {
        return path + " is not loaded: " + reason + ". To mend it: " + fix;
    }
}
