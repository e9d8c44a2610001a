package io.reeve.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reply to a command.
 *
 * @param status 0 or positive for success, otherwise a negative errno
 * @param stdout the output; shared, not to be changed
 * @param id     the request's id, or one that the manager generated
 * @param epoch  the epoch in which the command was executed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CommandReply(int status, byte[] stdout, String stderr, String id, long epoch) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static CommandReply of(HandleCommandResult result, String id, long epoch) {
        return new CommandReply(result.retval(), result.stdout(), result.stderr(), id, epoch);
    }

    static CommandReply error(Errno errno, String message, String id, long epoch) {
        return new CommandReply(-errno.number(), new byte[0], message, id, epoch);
    }

    /** The JSON body of the HTTP response; stdout that is not UTF-8 is encoded in base64, which {@code stdout_encoding} says. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", status);
        if (status < 0) {
            json.put("errno", Errno.nameOf(status));
        }
        try {
            json.put("stdout", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(stdout)).toString());
        } catch (CharacterCodingException e) {
            json.put("stdout", Base64.getEncoder().encodeToString(stdout));
            json.put("stdout_encoding", "base64");
        }
        // The round trip through bytes replaces unpaired surrogates, which JSON cannot carry.
        json.put("stderr", new String(stderr.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        json.put("id", id);
        json.put("epoch", epoch);
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and text are always JSON", e);
        }
    }
}
