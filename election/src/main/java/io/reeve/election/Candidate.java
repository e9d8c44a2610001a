package io.reeve.election;

import org.jspecify.annotations.Nullable;

/**
 * A manager in the queue for leadership.
 *
 * @param name   its name
 * @param gid    its gid
 * @param unable why it cannot do the work of an active; null if it can
 */
public record Candidate(String name, long gid, @Nullable String unable) {}
