package io.reeve.http.endpoint;

import java.time.Duration;

/**
 * The limits of a node's diagnostics.
 *
 * @param bytes   the size of all files together, before they are compressed
 * @param section the longest wait for one file's content
 * @param gather  the time after which no further file is begun
 * @param whole   the time after which the connection is closed, whatever the client does
 * @param pause   the shortest time from the beginning of one gathering to that of the next
 */
record DiagnosticsLimits(long bytes, Duration section, Duration gather, Duration whole, Duration pause) {
    static final DiagnosticsLimits DEFAULT = new DiagnosticsLimits(64L << 20, Duration.ofSeconds(8),
            Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(10));
}
