package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.modulehost.threads.RehearsalThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The control of the log at run time: a logger's level, and a file of its own for a logger. One that a rehearsal makes changes
 * nothing, as the process has only one log. Thread-safe.
 */
public final class LogControl implements AutoCloseable {
    @GuardedBy("this")
    private final Map<String, Appender<ILoggingEvent>> files = new HashMap<>();
    @GuardedBy("this")
    private final Map<String, Appender<ILoggingEvent>> forwards = new HashMap<>();
    @GuardedBy("this")
    private final Map<Appender<ILoggingEvent>, Appender<ILoggingEvent>> atRoot = new HashMap<>();
    private final String prefix;
    private final ModuleLoggers modules;
    private final boolean rehearses = RehearsalThreads.isCurrent();

    /** Control over loggers by their names alone. */
    public LogControl() {
        this("", _ -> null);
    }

    /**
     * Control that reaches, with the logger {@code PREFIX MODULE}, all other loggers that this module uses.
     *
     * @param moduleOf tells the module whose logger of this name the present thread logs to, or null
     */
    public LogControl(String prefix, Function<String, @Nullable String> moduleOf) {
        this.prefix = prefix;
        this.modules = new ModuleLoggers(prefix, moduleOf);
        if (!prefix.isEmpty() && !rehearses) {
            modules.setContext(context());
            modules.start();
            context().addTurboFilter(modules);
        }
    }

    private boolean isOfModule(String logger) {
        return !prefix.isEmpty() && logger.startsWith(prefix);
    }

    /** Attaches an appender to a logger, and for a module to all that it uses. */
    @GuardedBy("this")
    private void attach(String logger, Appender<ILoggingEvent> appender) {
        logger(logger).addAppender(appender);
        if (isOfModule(logger)) {
            Appender<ILoggingEvent> rest = modules.of(logger.substring(prefix.length()), appender);
            atRoot.put(appender, rest);
            logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(rest);
        }
    }

    @GuardedBy("this")
    private void detach(String logger, Appender<ILoggingEvent> appender) {
        logger(logger).detachAppender(appender);
        Appender<ILoggingEvent> rest = atRoot.remove(appender);
        if (rest != null) {
            logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(rest);
            rest.stop();
        }
        appender.stop();
    }

    /**
     * Sets the level of a logger and of those below it.
     *
     * @param level a name (debug, info, warning, error, critical), one of Ceph's numbers (20, 4, 1, 0), or empty to
     *              inherit
     * @throws IllegalArgumentException if it is none of these
     */
    public void setLevel(String logger, String level) {
        Level least = LogSeverity.level(level);
        if (rehearses) {
            return;
        }
        logger(logger).setLevel(least);
        if (isOfModule(logger)) {
            modules.setLevel(logger.substring(prefix.length()), least);
        }
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
        if (rehearses) {
            return;
        }
        stopLogToFile(logger);
        Logging.checkWritable(file);
        Appender<ILoggingEvent> appender = Appenders.file(context(), file);
        files.put(logger, appender);
        attach(logger, appender);
    }

    /** Ends the logger's own file, if it has one. */
    public synchronized void stopLogToFile(String logger) {
        Appender<ILoggingEvent> appender = files.remove(logger);
        if (appender != null) {
            detach(logger, appender);
        }
    }

    /** Forwards the lines of a logger and those below it to a receiver too: the level in lower case, and the message. */
    public synchronized void forward(String logger, String least, BiConsumer<String, String> sink) {
        if (rehearses) {
            return;
        }
        stopForward(logger);
        Appender<ILoggingEvent> appender = Appenders.forward(context(), LogSeverity.level(least), sink);
        forwards.put(logger, appender);
        attach(logger, appender);
    }

    /** Ends forwarding. */
    public synchronized void stopForward(String logger) {
        Appender<ILoggingEvent> appender = forwards.remove(logger);
        if (appender != null) {
            detach(logger, appender);
        }
    }

    /** Ends all files and forwards, and lets go of the loggers of modules. */
    @Override
    public synchronized void close() {
        if (rehearses) {
            return;
        }
        List.copyOf(files.keySet()).forEach(this::stopLogToFile);
        List.copyOf(forwards.keySet()).forEach(this::stopForward);
        context().getTurboFilterList().remove(modules);
        modules.stop();
    }

    static Logger logger(String name) {
        return context().getLogger(name);
    }

    static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
