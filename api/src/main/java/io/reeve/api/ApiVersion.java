package io.reeve.api;

/**
 * The version of this API, {@code MAJOR.MINOR}. A module jar states in its manifest which versions it works with, as an
 * interval in Maven's notation: {@code Reeve-Api-Version: [0.1,0.2)}. While MAJOR is 0, each MINOR may be incompatible.
 */
public final class ApiVersion {
    /** The version that this copy of the API implements. */
    public static final String CURRENT = "0.1";

    /** The manifest attribute in which a module jar states its range. */
    public static final String MANIFEST_ATTRIBUTE = "Reeve-Api-Version";

    private ApiVersion() {}
}
