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
 * @param maxBody     the largest body that is streamed to a module, in bytes
 */
public record HttpLimits(Duration parse, Duration idle, int headerBytes, int headers, int connections, int ioThreads,
        long maxBody) {
    private static final long MAX_BODY = 1L << 30;

    /** Creates limits with the body of a manager that is told nothing else. */
    public HttpLimits(Duration parse, Duration idle, int headerBytes, int headers, int connections, int ioThreads) {
        this(parse, idle, headerBytes, headers, connections, ioThreads, MAX_BODY);
    }

    /** These limits with another one for bodies. */
    public HttpLimits withMaxBody(long bytes) {
        return new HttpLimits(parse, idle, headerBytes, headers, connections, ioThreads, bytes);
    }

    /** The limits that a manager uses. */
    public static HttpLimits defaults() {
        return new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 32 << 10, 100, 10_000, 2);
    }
}
