package io.reeve.daemon.process;

import org.jspecify.annotations.Nullable;

/** The version of this software. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest; {@code development} when run from class folders. */
    public static String current() {
        @Nullable
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
