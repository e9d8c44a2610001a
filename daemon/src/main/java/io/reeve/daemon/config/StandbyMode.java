package io.reeve.daemon.config;

/** What a standby does with requests for the active. */
public enum StandbyMode {
    /** Sends the client to the active: 307. */
    REDIRECT,
    /** Forwards the request to the active. */
    PROXY,
    /** Refuses the request: 503. */
    ERROR
}
