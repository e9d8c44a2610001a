package io.reeve.daemon.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;

/** The control of the log at run time: a logger's level, and a file of its own for a logger. Thread-safe. */
public final class LogControl {
    @GuardedBy("this")
    private final Map<String, Appender<ILoggingEvent>> files = new HashMap<>();
    @GuardedBy("this")
    private final Map<String, Appender<ILoggingEvent>> forwards = new HashMap<>();

    /**
     * Sets the level of a logger and of those below it.
     *
     * @param level a name (debug, info, warning, error, critical), one of Ceph's numbers (20, 4, 1, 0), or empty to
     *              inherit
     * @throws IllegalArgumentException if it is none of these
     */
    public void setLevel(String logger, String level) {
        logger(logger).setLevel(Severity.level(level));
    }

    /** The level in force for a logger, as a lower-case name. */
    public String level(String logger) {
        return logger(logger).getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the lines of a logger and those below it to a file too, which rotates; replaces the logger's earlier file.
     *
     * @throws IOException if the file cannot be written
     */
    public synchronized void logToFile(String logger, Path file) throws IOException {
        stopLogToFile(logger);
        Logging.checkWritable(file);
        Appender<ILoggingEvent> appender = Appenders.file(context(), file);
        files.put(logger, appender);
        logger(logger).addAppender(appender);
    }

    /** Ends the logger's own file, if it has one. */
    public synchronized void stopLogToFile(String logger) {
        Appender<ILoggingEvent> appender = files.remove(logger);
        if (appender != null) {
            logger(logger).detachAppender(appender);
            appender.stop();
        }
    }

    /** Forwards the lines of a logger and those below it to a receiver too: the level in lower case, and the message. */
    public synchronized void forward(String logger, String least, BiConsumer<String, String> sink) {
        stopForward(logger);
        Appender<ILoggingEvent> appender = Appenders.forward(context(), Severity.level(least), sink);
        forwards.put(logger, appender);
        logger(logger).addAppender(appender);
    }

    /** Ends forwarding. */
    public synchronized void stopForward(String logger) {
        Appender<ILoggingEvent> appender = forwards.remove(logger);
        if (appender != null) {
            logger(logger).detachAppender(appender);
            appender.stop();
        }
    }

    static Logger logger(String name) {
        return context().getLogger(name);
    }

    static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
