package io.reeve.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The outcome of a command.
 *
 * @param status 0 or positive for success, a negative errno for failure
 * @param errno  the name of that errno, such as {@code EINVAL}
 * @param stdout the output
 * @param text   whether the output is text
 * @param stderr a remark, or the error text
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record CommandOutcome(int status, String errno, byte[] stdout, boolean text, String stderr) {
    /** The errors of the command line itself, with Linux's numbers. */
    enum ClientError {
        EIO(5), EAGAIN(11), EINVAL(22), EFBIG(27), ETIMEDOUT(110), ECONNREFUSED(111);

        private final int number;

        ClientError(int number) {
            this.number = number;
        }
    }

    static CommandOutcome error(ClientError error, String message) {
        return new CommandOutcome(-error.number, error.name(), new byte[0], true, message);
    }

    /**
     * Reads a manager's answer.
     *
     * @throws IllegalArgumentException if the object is none
     */
    static CommandOutcome of(Map<String, Object> answer) {
        if (!(answer.get("status") instanceof Number status)) {
            throw new IllegalArgumentException("it has no 'status'");
        }
        boolean binary = "base64".equals(answer.get("stdout_encoding"));
        String out = Json.text(answer, "stdout");
        byte[] stdout = binary ? Base64.getDecoder().decode(out) : out.getBytes(StandardCharsets.UTF_8);
        String errno = Json.text(answer, "errno");
        return new CommandOutcome(status.intValue(), errno.isEmpty() ? "E" + Math.abs(status.intValue()) : errno,
                stdout,
                !binary, Json.text(answer, "stderr"));
    }

    /** The exit code: 0, or the errno. */
    int exitCode() {
        return status < 0 ? Math.min(-status, 255) : 0;
    }
}
