package io.reeve.report;

import java.nio.charset.StandardCharsets;

/**
 * A daemon's answer to a command.
 *
 * @param status 0 for success, or the negative number of a Linux errno
 * @param out    the output
 * @param err    a remark for people, or the error text
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CommandAnswer(int status, byte[] out, String err) {
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EPIPE = 32;
    static final int ETIMEDOUT = 110;

    /** A success with text as output, encoded in UTF-8. */
    public static CommandAnswer ok(String out) {
        return new CommandAnswer(0, out.getBytes(StandardCharsets.UTF_8), "");
    }

    /**
     * A failure.
     *
     * @param errno the positive number of a Linux errno, such as 22 for EINVAL
     */
    public static CommandAnswer error(int errno, String message) {
        return new CommandAnswer(-errno, new byte[0], message);
    }

    /** The output, decoded as UTF-8. */
    public String text() {
        return new String(out, StandardCharsets.UTF_8);
    }
}
