package io.reeve.daemon.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.command.output.Printable;
import io.reeve.modulehost.catalog.CurrentModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of the manager's own log, in memory, wherever the log goes. It has the lines of the manager's own classes
 * alone: what modules and libraries log is theirs, and nobody here knows what it says. Of an exception it has the class and
 * the frames, and not the message, which may be a module's too. Thread-safe.
 */
public final class LogTail {
    /** The largest size of all lines, in characters. */
    public static final int MOST = 1 << 20;

    private static final String ROOMS_OF = "io.reeve.";
    /** The packages whose classes log here; the names of loggers are those of classes. */
    private static final Set<String> ROOMS = Set.of("agent", "cluster", "command", "daemon", "election", "http", "maps",
            "modulehost", "report", "reportport", "standby", "store");
    private static final int FRAMES = 40;
    private static final int CAUSES = 5;
    private static final LogTail PROCESS = new LogTail(MOST);

    private final int most;
    @GuardedBy("this")
    private final Deque<String> lines = new ArrayDeque<>();
    @GuardedBy("this")
    private int size;

    LogTail(int most) {
        this.most = most;
    }

    /** The tail of this process's log, since the log was set up. */
    public static LogTail ofProcess() {
        return PROCESS;
    }

    /** The lines, the oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized void add(List<String> more) {
        for (String line : more) {
            lines.add(line);
            size += line.length();
        }
        while (size > most) {
            size -= lines.remove().length();
        }
    }

    /** Whether a line of this logger, logged by the present thread, is the manager's own. */
    static boolean isOwn(String logger) {
        if (!logger.startsWith(ROOMS_OF)) {
            return false;
        }
        int end = logger.indexOf('.', ROOMS_OF.length());
        return end > 0 && ROOMS.contains(logger.substring(ROOMS_OF.length(), end))
                && CurrentModule.ofLogger(logger) == null;
    }

    /** An appender that puts the manager's own lines here. */
    AppenderBase<ILoggingEvent> appender(LoggerContext context, PatternLayoutEncoder form) {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (isOwn(event.getLoggerName())) {
                    List<String> all = new ArrayList<>();
                    all.add(new String(form.encode(event), StandardCharsets.UTF_8).stripTrailing());
                    stack(event.getThrowableProxy(), CAUSES, all);
                    add(all);
                }
            }
        };
        appender.setName("tail");
        appender.setContext(context);
        appender.start();
        return appender;
    }

    private static void stack(@Nullable IThrowableProxy thrown, int causes, List<String> to) {
        if (thrown == null) {
            return;
        }
        to.add("    " + Printable.line(thrown.getClassName()) + ", without its message");
        var frames = thrown.getStackTraceElementProxyArray();
        int shown = Math.min(FRAMES, frames.length - Math.min(frames.length, thrown.getCommonFrames()));
        for (int i = 0; i < shown; i++) {
            to.add("        " + Printable.line(frames[i].getSTEAsString()));
        }
        if (causes > 0) {
            stack(thrown.getCause(), causes - 1, to);
        }
    }
}
