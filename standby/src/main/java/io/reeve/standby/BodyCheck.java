package io.reeve.standby;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The check of a command request that the active and the standby share: whatever is wrong with the request itself is
 * answered before a redirect.
 */
public interface BodyCheck {
    /** How many bytes a body may have; more is answered 413. */
    int maxBytes();

    /** What is wrong with the request; empty if nothing. Called on an I/O thread: must not block. */
    Optional<Refusal> check(@Nullable String contentType, @Nullable String origin, byte[] body);

    /**
     * A refused request.
     *
     * @param status  400, 403 or 415
     * @param message what is wrong, and what would be right
     */
    record Refusal(int status, String message) {}
}
