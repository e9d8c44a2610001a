package io.reeve.standby;

/** What a standby does with a request that only the active can answer. */
public enum StandbyMode {
    /** Answers 307 with the active's advertised URL. */
    REDIRECT,
    /** Forwards the request: for browsers that cannot reach the active. */
    PROXY,
    /** Answers 503 and names the active's URL. */
    ERROR
}
