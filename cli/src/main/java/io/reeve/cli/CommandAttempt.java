package io.reeve.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What one attempt to run a command came to. */
sealed interface CommandAttempt {
    /** It ended, or can never run: nothing to try again. */
    record Done(CommandOutcome result) implements CommandAttempt {}

    /** It is to be tried again. */
    sealed interface Open extends CommandAttempt {
        String why();
    }

    /** It was not executed: trying again is safe. */
    record NotExecuted(String why) implements Open {}

    /** Nobody knows: only a repeat that says so is safe. */
    record Unknown(String why) implements Open {}

    /** Judges what a manager answered; a redirect is the caller's business. */
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
            // Not one of ours, a proxy's page perhaps: its first line must do.
            String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
            String line = text.lines().findFirst().orElse("");
            return line.isEmpty() ? otherwise : otherwise + ": " + line.substring(0, Math.min(200, line.length()));
        }
    }
}
