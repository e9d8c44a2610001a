package io.reeve.api.command;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command's handler, as in Ceph's module API, where it has the first three parts.
 *
 * @param retval 0 or positive for success, a negative errno for failure
 * @param stdout the output: the bytes that {@code -o} writes; shared, not to be changed
 * @param stderr a remark for people, or the error text
 * @param data   the output as data: Map, List, String, Number, Boolean or a record of these; null for none. The manager
 *               renders it in the requested format; format plain shows {@code text} or a {@code stdout} that is not empty
 *               instead
 * @param text   the output for people, which format plain shows; null to show the data
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HandleCommandResult(int retval, byte[] stdout, String stderr, @Nullable Object data,
        @Nullable Text text) {
    private static final byte[] EMPTY = {};

    /** A result without a text of its own. */
    public HandleCommandResult(int retval, byte[] stdout, String stderr, @Nullable Object data) {
        this(retval, stdout, stderr, data, null);
    }

    /** A success with text as output. */
    public static HandleCommandResult ok(String stdout) {
        return new HandleCommandResult(0, stdout.getBytes(StandardCharsets.UTF_8), "", null);
    }

    /** A success without output. */
    public static HandleCommandResult ok() {
        return new HandleCommandResult(0, EMPTY, "", null);
    }

    /** A success with bytes as output. */
    public static HandleCommandResult ok(byte[] stdout) {
        return new HandleCommandResult(0, stdout, "", null);
    }

    /** A success with a remark on stderr. */
    public static HandleCommandResult remark(String stderr) {
        return new HandleCommandResult(0, EMPTY, stderr, null);
    }

    /** A success with data, which is rendered in the requested format. */
    public static HandleCommandResult data(Object data) {
        return new HandleCommandResult(0, EMPTY, "", data);
    }

    /** A success with data, and with the text that format plain shows instead. */
    public static HandleCommandResult data(Object data, Text plain) {
        return new HandleCommandResult(0, EMPTY, "", data, plain);
    }

    /** A success with data, and with the table that format plain shows instead. */
    public static HandleCommandResult data(Object data, Table plain) {
        return data(data, Text.of(plain));
    }

    /**
     * A success with data, and with text that format plain shows instead. A line feed in it is shown as one: with values that
     * others wrote, use {@link Text}.
     */
    public static HandleCommandResult data(Object data, String plain) {
        return new HandleCommandResult(0, plain.getBytes(StandardCharsets.UTF_8), "", data);
    }

    /** A failure. */
    public static HandleCommandResult error(Errno errno, String message) {
        return new HandleCommandResult(-errno.number(), EMPTY, message, null);
    }
}
