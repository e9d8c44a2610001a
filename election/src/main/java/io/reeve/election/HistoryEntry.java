package io.reeve.election;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An epoch in the history, past or present.
 *
 * @param epoch the epoch's number
 * @param name  the manager that became active with it; null if it began because a manager stopped being active
 * @param gid   that manager's process; null likewise
 * @param since when it began
 * @param until when the next one began; null if it is the present one
 * @param why   the reason for which it began, as a text for people
 */
public record HistoryEntry(long epoch, @Nullable String name, @Nullable Long gid, Instant since,
        @Nullable Instant until, String why) {}
