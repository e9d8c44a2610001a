package io.reeve.election;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of the past, or the present one.
 *
 * @param epoch the epoch
 * @param name  who became active with it; null if it began because somebody stopped being active
 * @param gid   of that process; null likewise
 * @param since when it began
 * @param until when the next one began; null if it is the present one
 * @param why   why it began
 */
public record HistoryEntry(long epoch, @Nullable String name, @Nullable Long gid, Instant since,
        @Nullable Instant until, String why) {}
