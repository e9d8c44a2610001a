package io.reeve.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.output.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The reply to a command.
 *
 * @param status 0 or positive for success, otherwise a negative errno
 * @param stdout the output; shared, not to be changed
 * @param stderr a remark, or the error text
 * @param id     the request's id, or one that the manager generated
 * @param epoch  the epoch in which the command was executed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CommandReply(int status, byte[] stdout, String stderr, String id, long epoch) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ROOM_FOR_THE_REST = 512;
    private static final int DECODED = 8 << 10;

    static CommandReply of(HandleCommandResult result, String id, long epoch) {
        return new CommandReply(result.retval(), result.stdout(), Printable.text(result.stderr()), id, epoch);
    }

    static CommandReply error(Errno errno, String message, String id, long epoch) {
        return new CommandReply(-errno.number(), new byte[0], Printable.text(message), id, epoch);
    }

    /** The JSON body of the HTTP response; stdout that is not UTF-8 is encoded in base64, which {@code stdout_encoding} says. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(stdout.length + ROOM_FOR_THE_REST);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("status", status);
            if (status < 0) {
                json.writeStringField("errno", Errno.nameOf(status));
            }
            json.writeFieldName("stdout");
            if (isUtf8(stdout)) {
                json.writeUTF8String(stdout, 0, stdout.length); // without a copy as text: it may be large
            } else {
                json.writeString(Base64.getEncoder().encodeToString(stdout));
                json.writeStringField("stdout_encoding", "base64");
            }
            // The round trip through bytes replaces unpaired surrogates, which JSON cannot carry.
            json.writeStringField("stderr",
                    new String(stderr.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            json.writeStringField("id", id);
            json.writeNumberField("epoch", epoch);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("numbers and text are always JSON", e);
        }
        return bytes.toByteArray();
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.clamp(bytes.length, 2, DECODED)); // two for a surrogate pair
        while (true) {
            CoderResult result = decoder.decode(in, out.clear(), true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }
}
