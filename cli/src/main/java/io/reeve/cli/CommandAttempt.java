package io.reeve.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The result of one attempt to run a command. */
sealed interface CommandAttempt {
    /** The command ended, or can never run: there is nothing to try again. */
    record Done(CommandOutcome result) implements CommandAttempt {}

    /** The command is to be tried again. */
    sealed interface Open extends CommandAttempt {
        String why();
    }

    /** The command was not executed: trying again is safe. */
    record NotExecuted(String why) implements Open {}

    /** The command may have been executed: only a request marked as a retry is safe. */
    record Unknown(String why) implements Open {}

    /** Evaluates the answer of a manager; redirects are left to the caller. */
    static CommandAttempt of(HttpOutcome.Answered answer) {
        String from = "http code " + answer.code() + " from " + answer.from();
        return switch (answer.code()) {
            case 200 -> result(answer);
            case 408, 429, 503 -> new NotExecuted(reason(answer, from));
            case 413 -> new Done(CommandOutcome.error(CommandOutcome.ClientError.EFBIG, reason(answer, from)));
            case 500, 502, 504 -> new Unknown(reason(answer, from));
            case 404, 405 ->
                new Done(CommandOutcome.error(CommandOutcome.ClientError.EIO, from + ": is it a manager?"));
            default -> new Done(CommandOutcome.error(
                    answer.code() >= 400 && answer.code() < 500
                            ? CommandOutcome.ClientError.EINVAL
                            : CommandOutcome.ClientError.EIO,
                    reason(answer, from)));
        };
    }

    private static CommandAttempt result(HttpOutcome.Answered answer) {
        try {
            return new Done(CommandOutcome.of(Json.read(answer.body())));
        } catch (IllegalArgumentException e) {
            return new Done(CommandOutcome.error(CommandOutcome.ClientError.EIO,
                    "the answer of " + answer.from() + " makes no sense: " + e.getMessage()));
        }
    }

    private static String reason(HttpOutcome.Answered answer, String otherwise) {
        try {
            Map<String, Object> body = Json.read(answer.body());
            for (String key : new String[]{"reason", "error", "message", "stderr"}) {
                if (!Json.text(body, key).isEmpty()) {
                    return Json.text(body, key);
                }
            }
            return otherwise;
        } catch (IllegalArgumentException _) {
            // Not a manager's answer, but perhaps a proxy's page: take its first line.
            String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
            String line = text.lines().findFirst().orElse("");
            return line.isEmpty() ? otherwise : otherwise + ": " + line.substring(0, Math.min(200, line.length()));
        }
    }
}
