package io.reeve.modulehost.catalog;

import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/** What a module threw, in words. Its own methods are foreign code too, and may throw in their turn. */
public final class FailureText {
    private static final int LONGEST = 300;
    private static final int MOST_CAUSES = 5;

    private FailureText() {}

    /** One line: the simple class name and the message; without a message those of the cause. */
    public static String oneLine(Throwable thrown) {
        String line = line(thrown, MOST_CAUSES).replaceAll("\\s*\\R\\s*", " | ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static String line(Throwable thrown, int causes) {
        String type = thrown.getClass().getSimpleName();
        try {
            String message = thrown.getMessage();
            Throwable cause = thrown.getCause();
            if (message != null && !message.isBlank()) {
                return type + ": " + message.strip();
            }
            return cause == null || causes == 0 ? type : type + ": " + line(cause, causes - 1);
        } catch (Throwable alsoThrown) { // a message that cannot be asked for must not hide the failure
            return type + ": (its getMessage() threw " + alsoThrown.getClass().getName() + ")";
        }
    }

    /** Eight hexadecimal digits, under which the log has the stack trace of a failure. */
    public static String newErrorId() {
        return String.format("%08x", ThreadLocalRandom.current().nextInt());
    }

    /** Logs with the stack trace, if the throwable lets itself be logged. */
    public static void logError(Logger log, String message, Throwable thrown) {
        try {
            log.error(message, thrown);
        } catch (Throwable alsoThrown) { // the same: the line is what matters
            log.error("{} (no stack trace: {} threw {} while being logged)", message, thrown.getClass().getName(),
                    alsoThrown.getClass().getName());
        }
    }
}
