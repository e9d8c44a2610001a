package io.reeve.report;

import java.nio.charset.StandardCharsets;

/**
 * What came of a command.
 *
 * @param status 0, or a negative errno
 * @param out    its output
 * @param err    a remark for people, or the error
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CommandResult(int status, byte[] out, String err) {
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int E2BIG = 7;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EPIPE = 32;
    static final int ETIMEDOUT = 110;

    /** Success, with text. */
    public static CommandResult ok(String out) {
        return new CommandResult(0, out.getBytes(StandardCharsets.UTF_8), "");
    }

    /** Failure, with a positive errno: 22 for EINVAL. */
    public static CommandResult error(int errno, String message) {
        return new CommandResult(-errno, new byte[0], message);
    }

    /** The output as text. */
    public String text() {
        return new String(out, StandardCharsets.UTF_8);
    }
}
