package io.reeve.modulehost.catalog;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/** The text of an exception of a module. The methods of the exception may be code of the module, and may throw too. */
public final class FailureText {
    private static final int LONGEST = 300;
    private static final int MOST_CAUSES = 5;
    private static final String NO_MESSAGE = "no message";

    private FailureText() {}

    /** One line with the simple class name and the message, for the module's author; without a message, those of the cause. */
    public static String oneLine(Throwable thrown) {
        return cut(line(thrown, MOST_CAUSES));
    }

    /**
     * The message in one line, for whoever ran the command or opened the page: the name of the class means nothing to them, and
     * the log has it. Without a message, that of the cause.
     */
    public static String message(Throwable thrown) {
        return cut(message(thrown, MOST_CAUSES));
    }

    private static String message(Throwable thrown, int causes) {
        try {
            String message = thrown.getMessage();
            if (message == null || message.isBlank()) {
                Throwable cause = thrown.getCause();
                return cause == null || causes == 0 ? NO_MESSAGE : message(cause, causes - 1);
            }
            return switch (thrown) {
                case ClassNotFoundException _,NoClassDefFoundError _ ->
                    "class " + message.strip().replace('/', '.') + " is missing";
                case NoSuchFileException _ -> message.strip() + ": no such file";
                case AccessDeniedException _ -> message.strip() + ": permission denied";
                case UnknownHostException _ -> "unknown host: " + message.strip();
                default -> message.strip();
            };
        } catch (Throwable alsoThrown) { // a failing getMessage must not hide the failure itself
            return NO_MESSAGE;
        }
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s*\\R\\s*", " | ");
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
