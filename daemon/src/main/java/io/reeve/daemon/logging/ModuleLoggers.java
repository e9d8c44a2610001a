package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * The loggers that modules have beside the one that the API gives them: of their classes, and those of the JDK's two APIs. They
 * have any names, which two modules may share; whose they are is told by the thread that logs.
 */
final class ModuleLoggers extends TurboFilter {
    private final Function<String, @Nullable String> moduleOf;
    private final String prefix;
    private final Map<String, Level> levels = new ConcurrentHashMap<>();

    /**
     * @param prefix   of the names of the loggers that the API gives to modules; they have levels of their own
     * @param moduleOf tells the module whose logger of this name the present thread logs to, or null
     */
    ModuleLoggers(String prefix, Function<String, @Nullable String> moduleOf) {
        this.prefix = prefix;
        this.moduleOf = moduleOf;
    }

    /** Sets the least level of a module's loggers; null for what they have themselves. */
    void setLevel(String module, @Nullable Level least) {
        if (least == null) {
            levels.remove(module);
        } else {
            levels.put(module, least);
        }
        // The JDK's own loggers ask their level first.
        boolean fine = levels.values().stream().anyMatch(l -> !l.isGreaterOrEqual(Level.INFO));
        java.util.logging.Logger.getLogger("")
                .setLevel(fine ? java.util.logging.Level.FINEST : java.util.logging.Level.INFO);
    }

    @Override
    public void stop() {
        super.stop();
        levels.clear();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
    }

    @Override
    public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
            Object @Nullable [] arguments, @Nullable Throwable thrown) {
        if (levels.isEmpty() || logger.getName().startsWith(prefix)) {
            return FilterReply.NEUTRAL;
        }
        String module = moduleOf.apply(logger.getName());
        Level least = module == null ? null : levels.get(module);
        if (least == null) {
            return FilterReply.NEUTRAL;
        }
        return level.isGreaterOrEqual(least) ? FilterReply.ACCEPT : FilterReply.DENY;
    }

    /** An appender for the root that hands on what a module says through these loggers. */
    Appender<ILoggingEvent> of(String module, Appender<ILoggingEvent> to) {
        UnsynchronizedAppenderBase<ILoggingEvent> only = new UnsynchronizedAppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (!event.getLoggerName().startsWith(prefix) && module.equals(moduleOf.apply(event.getLoggerName()))) {
                    to.doAppend(event);
                }
            }
        };
        only.setContext(to.getContext());
        only.start();
        return only;
    }
}
