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
 * What became of a command.
 *
 * @param status 0 or positive for success, a negative errno
 * @param stdout the output; shared, not to be changed
 * @param id     the request's id, or one that the manager made
 * @param epoch  the epoch in which it ran
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CommandReply(int status, byte[] stdout, String stderr, String id, long epoch) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static CommandReply of(HandleCommandResult result, String id, long epoch) {
        return new CommandReply(result.retval(), result.stdout(), result.stderr(), id, epoch);
    }

    static CommandReply error(Errno errno, String message, String id, long epoch) {
        return new CommandReply(-errno.number(), new byte[0], message, id, epoch);
    }

    /** As it goes over HTTP; stdout that is not UTF-8 comes as base64 and says so. */
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
        // Through bytes, which replaces halves of surrogate pairs: JSON cannot carry them.
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
