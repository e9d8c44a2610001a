package io.reeve.modulehost.catalog;

import java.nio.file.Path;

/**
 * The error about a jar, or a folder of jars, in the module path that is not usable as a module.
 *
 * @param path   the jar or the folder
 * @param reason the reason, in one line
 * @param fix    the fix by the author or the operator
 * @param ofDisk whether the disk or the mount is the reason, not the jar: then it is a health check too
 */
public record LoadError(Path path, String reason, String fix, boolean ofDisk) {
    static final String LOOK_AT_MOUNT = "look at the mount that it is on; it is read again by itself";
    static final String LOOK_AT_DISK = "look at its permissions and at the disk; it is read again by itself";

    /** An error of the jar. */
    public LoadError(Path path, String reason, String fix) {
        this(path, reason, fix, false);
    }

    /** The whole error in one line. */
    public String message() {
        return path + " is not loaded: " + reason + ". To mend it: " + fix;
    }
}
