package io.reeve.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits of the HTTP listener.
 *
 * @param parse       the time in which the head of a request must arrive, from its first byte
 * @param idle        the time after which a connection without a request is closed
 * @param headerBytes the largest head of a request, in bytes
 * @param headers     the largest number of headers
 * @param connections the largest number of open connections; for a further one the idlest of the client with most is closed
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

    private static final int CONNECTIONS = 10_000;
    private static final Path OWN_LIMITS = Path.of("/proc/self/limits");
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +\\d+ +(\\d+)");

    /** The limits that a manager uses. Without a free file descriptor nothing could be accepted, so half of them are left. */
    public static HttpLimits defaults() {
        return new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 32 << 10, 100,
                (int) Math.min(CONNECTIONS, openFiles() / 2), 2);
    }

    /** The number of files that this process may open; a JVM takes what the hard limit gives. */
    private static long openFiles() {
        try {
            Matcher line = OPEN_FILES.matcher(Files.readString(OWN_LIMITS));
            return line.find() ? Math.max(64, Long.parseLong(line.group(1))) : Long.MAX_VALUE;
        } catch (IOException | NumberFormatException e) { // not Linux
            return Long.MAX_VALUE;
        }
    }
}
