package io.reeve.store.clusterlog;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import java.time.Instant;

/**
 * A line of the cluster log.
 *
 * @param seq      its number; grows by one with each line of the cluster
 * @param stamp    when it was said
 * @param name     who said it: {@code mgr.a}, or a module
 * @param channel  where
 * @param priority how important
 * @param message  what; {@link #MAX_MESSAGE} characters at most
 */
public record LogEntry(long seq, Instant stamp, String name, ClusterLogChannel channel, ClusterLogPriority priority,
        String message) {
    /** The longest message that is kept; a longer one is cut, and says so. */
    public static final int MAX_MESSAGE = 4_096;

    private static final int MAX_NAME = 128;

    public LogEntry {
        name = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
        message = cut(message);
    }

    LogEntry numbered(long number) {
        return new LogEntry(number, stamp, name, channel, priority, message);
    }

    private static String cut(String message) {
        if (message.length() <= MAX_MESSAGE) {
            return message;
        }
        String note = " … (cut, " + message.length() + " characters)";
        return message.substring(0, MAX_MESSAGE - note.length()) + note;
    }
}
