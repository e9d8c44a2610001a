package io.reeve.store.clusterlog;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import java.time.Instant;

/**
 * A line of the cluster log.
 *
 * @param seq      its number, one more than that of the line before
 * @param stamp    when it was logged
 * @param name     its source: {@code mgr.a}, or a module
 * @param channel  the channel it belongs to
 * @param priority its importance
 * @param message  its text; at most {@link #MAX_MESSAGE} characters
 */
public record LogEntry(long seq, Instant stamp, String name, ClusterLogChannel channel, ClusterLogPriority priority,
        String message) {
    /** The longest message in characters; a longer one is cut, with a note. */
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
