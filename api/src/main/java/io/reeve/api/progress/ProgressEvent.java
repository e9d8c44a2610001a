package io.reeve.api.progress;

import java.nio.charset.StandardCharsets;

/**
 * A piece of long work that a module shows: what {@code progress} and the dashboard list while it runs, and for some time
 * after it has finished.
 *
 * @param id       the id, which no other event of the module has: 1 to 128 letters, digits and {@code . _ : -}
 * @param message  one line for people, 1 to 512 bytes of UTF-8
 * @param inStatus whether {@code status} shows it too
 * @param kept     whether it outlives a failover; see {@link #keptAcrossFailover}
 */
public record ProgressEvent(String id, String message, boolean inStatus, boolean kept) {
    /** The longest message, and the longest reason for a failure, in bytes of UTF-8. */
    public static final int MAX_TEXT_BYTES = 512;

    public ProgressEvent {
        if (!id.matches("[A-Za-z0-9._:-]{1,128}")) {
            throw new IllegalArgumentException(
                    "id '" + id + "' of a progress event is not usable: use 1 to 128 letters,"
                            + " digits and . _ : -");
        }
        requireText(id, "message", message);
    }

    /** An event that {@code status} does not show, and that ends with the active. */
    public static ProgressEvent of(String id, String message) {
        return new ProgressEvent(id, message, false, false);
    }

    /** The same event, which {@code status} shows too. */
    public ProgressEvent shownInStatus() {
        return new ProgressEvent(id, message, true, kept);
    }

    /**
     * The same event, which the next active shows too, with the time at which it started. The module takes it up there with
     * {@link Progress#start}, {@link Progress#update} or by finishing it; if it does not within 5 minutes, the event fails.
     */
    public ProgressEvent keptAcrossFailover() {
        return new ProgressEvent(id, message, inStatus, true);
    }

    /** The same event with another message. */
    public ProgressEvent withMessage(String text) {
        return new ProgressEvent(id, text, inStatus, kept);
    }

    /**
     * Returns the text if it can be shown on one line.
     *
     * @param what {@code message} or {@code reason}
     * @throws IllegalArgumentException if it is empty, too long, or has control characters or half a surrogate pair
     */
    public static String requireText(String id, String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (text.isBlank() || bytes > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("the " + what + " of progress event '" + id + "' has " + bytes
                    + " bytes: use 1 to " + MAX_TEXT_BYTES + ", not only spaces");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            throw new IllegalArgumentException("the " + what + " of progress event '" + id
                    + "' has control characters: use one line of text");
        }
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) { // it has no UTF-8
            throw new IllegalArgumentException("the " + what + " of progress event '" + id
                    + "' has half a surrogate pair: use whole characters");
        }
        return text;
    }

    /**
     * Returns the fraction if it is one.
     *
     * @throws IllegalArgumentException if it is not a number from 0 to 1
     */
    public static double requireFraction(String id, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) { // not a number is neither
            throw new IllegalArgumentException("the fraction of progress event '" + id + "' is " + fraction
                    + ": use 0 to 1, the finished part of the work");
        }
        return fraction;
    }
}
