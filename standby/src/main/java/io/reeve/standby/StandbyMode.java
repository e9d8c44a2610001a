package io.reeve.standby;

/** The answer of a standby to a request that only the active can serve. */
public enum StandbyMode {
    /** A redirect: 307 with the active's advertised URL. */
    REDIRECT,
    /** The active's response to the forwarded request, for browsers that cannot reach the active. */
    PROXY,
    /** An error: 503 with the active's URL. */
    ERROR
}
