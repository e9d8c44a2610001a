package io.reeve.modulehost.catalog;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/** The text of an exception of a module. The methods of the exception may be code of the module, and may throw too. */
public final class FailureText {
    private static final int LONGEST = 300;
    private static final int MOST_CAUSES = 5;

    private FailureText() {}

    /** One line with the simple class name and the message; without a message, those of the cause. */
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
        } catch (Throwable alsoThrown) { // a failing getMessage must not hide the failure itself
            return type + ": (its getMessage() threw " + alsoThrown.getClass().getName() + ")";
        }
    }

    /** A new error id of eight hexadecimal digits, under which the log has the stack trace of a failure. */
    public static String newErrorId() {
        return String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
    }

    /** Logs an error with its stack trace, or without one if the throwable fails while being logged. */
    public static void logError(Logger log, String message, Throwable thrown) {
        try {
            log.error(message, thrown);
        } catch (Throwable alsoThrown) { // a failing throwable must not hide the line
            log.error("{} (no stack trace: {} threw {} while being logged)", message, thrown.getClass().getName(),
                    alsoThrown.getClass().getName());
        }
    }
}
