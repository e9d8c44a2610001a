package io.reeve.http;

import java.time.Duration;

/**
 * What a client may cost.
 *
 * @param parse       how long a request's head may take, from its first byte
 * @param idle        how long a connection may be open without a request
 * @param headerBytes how long a request's head may be
 * @param headers     how many headers it may have
 * @param connections how many connections are open at most; more wait in the kernel
 * @param ioThreads   threads of the event loop
 */
public record HttpLimits(Duration parse, Duration idle, int headerBytes, int headers, int connections, int ioThreads) {

    /** What a manager uses. */
    public static HttpLimits defaults() {
        return new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 32 << 10, 100, 10_000, 2);
    }
}
