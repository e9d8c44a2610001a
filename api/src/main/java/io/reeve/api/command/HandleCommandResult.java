package io.reeve.api.command;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a command's handler gives back (the field's result triple).
 *
 * @param retval 0 or positive for success, a negative errno for failure
 * @param stdout the output: the bytes that {@code -o} writes; shared, not to be changed
 * @param stderr a remark for people, or the error text
 * @param data   the output as data instead: Map, List, String, Number, Boolean or a record of these. The manager renders
 *               it in the format that the user asked for; format plain shows {@code text}, or {@code stdout} if that is
 *               not empty, instead
 * @param text   what format plain shows instead of the data
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HandleCommandResult(int retval, byte[] stdout, String stderr, @Nullable Object data,
        @Nullable Text text) {
    private static final byte[] EMPTY = {};

    /** A result without a text of its own. */
    public HandleCommandResult(int retval, byte[] stdout, String stderr, @Nullable Object data) {
        this(retval, stdout, stderr, data, null);
    }

    /** Success, with text. */
    public static HandleCommandResult ok(String stdout) {
        return new HandleCommandResult(0, stdout.getBytes(StandardCharsets.UTF_8), "", null);
    }

    /** Success, with nothing to say. */
    public static HandleCommandResult ok() {
        return new HandleCommandResult(0, EMPTY, "", null);
    }

    /** Success, with bytes. */
    public static HandleCommandResult ok(byte[] stdout) {
        return new HandleCommandResult(0, stdout, "", null);
    }

    /** Success, with a remark on stderr. */
    public static HandleCommandResult remark(String stderr) {
        return new HandleCommandResult(0, EMPTY, stderr, null);
    }

    /** Success, with data that is rendered in the format asked for. */
    public static HandleCommandResult data(Object data) {
        return new HandleCommandResult(0, EMPTY, "", data);
    }

    /** Success, with data, and the text that format plain shows. */
    public static HandleCommandResult data(Object data, Text plain) {
        return new HandleCommandResult(0, EMPTY, "", data, plain);
    }

    /** Success, with data, and the table that format plain shows. */
    public static HandleCommandResult data(Object data, Table plain) {
        return data(data, Text.of(plain));
    }

    /** Success, with data, and a text made for people which format plain shows. */
    public static HandleCommandResult data(Object data, String plain) {
        return new HandleCommandResult(0, plain.getBytes(StandardCharsets.UTF_8), "", data);
    }

    /** Failure. */
    public static HandleCommandResult error(Errno errno, String message) {
        return new HandleCommandResult(-errno.number(), EMPTY, message, null);
    }
}
