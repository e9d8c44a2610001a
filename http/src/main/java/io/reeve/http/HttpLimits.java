package io.reeve.http;

import java.time.Duration;

/**
 * The limits of the HTTP listener.
 *
 * @param parse       the time in which the head of a request must arrive, from its first byte
 * @param idle        the time after which a connection without a request is closed
 * @param headerBytes the largest head of a request, in bytes
 * @param headers     the largest number of headers
 * @param connections the largest number of open connections; further ones wait in the kernel
 * @param ioThreads   the number of event loop threads
 */
public record HttpLimits(Duration parse, Duration idle, int headerBytes, int headers, int connections, int ioThreads) {

    /** The limits that a manager uses. */
    public static HttpLimits defaults() {
        return new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 32 << 10, 100, 10_000, 2);
    }
}
