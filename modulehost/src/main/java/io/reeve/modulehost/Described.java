package io.reeve.modulehost;

import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/** What a module threw, in words. Its own methods are foreign code too, and may throw in their turn. */
final class Described {
    private static final int LONGEST = 300;

    private Described() {}

    /** One line: the simple class name and the message. */
    static String oneLine(Throwable thrown) {
        String type = thrown.getClass().getSimpleName();
        String message;
        try {
            message = thrown.getMessage();
        } catch (Throwable alsoThrown) { // a message that cannot be asked for must not hide the failure
            message = "(its getMessage() threw " + alsoThrown.getClass().getName() + ")";
        }
        String line = message == null || message.isBlank() ? type : type + ": " + message.strip();
        line = line.replaceAll("\\s*\\R\\s*", " | ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    /** Eight hexadecimal digits, under which the log has the stack trace of a failure. */
    static String newErrorId() {
        return String.format("%08x", ThreadLocalRandom.current().nextInt());
    }

    /** Logs with the stack trace, if the throwable lets itself be logged. */
    static void logError(Logger log, String message, Throwable thrown) {
        try {
            log.error(message, thrown);
        } catch (Throwable alsoThrown) { // the same: the line is what matters
            log.error("{} (no stack trace: {} threw {} while being logged)", message, thrown.getClass().getName(),
                    alsoThrown.getClass().getName());
        }
    }
}
