package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.pattern.DynamicConverter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The two kinds of log: standard error, and a file that rotates. Both survive a full disk, as logback tries again later. */
final class Appenders {
    /** Time in UTC, severity number, level, thread, logger, message: one line, whatever stands in them. Without its options, {}, a group would swallow the %n. */
    private static final String LINE = "%oneline(%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %2severity %-5level [%thread] %logger{36}: %msg){}%n";
    private static final String PATTERN = LINE + "%stack";
    /** The end of a pattern without any stack trace, which the library would otherwise add. */
    private static final String NO_STACK = "%nopex";

    /**
     * The limits at which a log file is rotated, and rotated files are removed.
     *
     * @param file  the largest size of a file
     * @param total the largest size of all files together
     * @param days  the number of days for which files are kept
     */
    record Rotation(String file, String total, int days) {
        static final Rotation DEFAULT = new Rotation("20MB", "200MB", 30);
    }

    private Appenders() {}

    static OutputStreamAppender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        return started(console, "console", context);
    }

    static OutputStreamAppender<ILoggingEvent> file(LoggerContext context, Path file) {
        return file(context, file, Rotation.DEFAULT);
    }

    static OutputStreamAppender<ILoggingEvent> file(LoggerContext context, Path file, Rotation limits) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(escape(file) + ".%d{yyyy-MM-dd}.%i.gz");
        rolling.setMaxFileSize(FileSize.valueOf(limits.file()));
        rolling.setTotalSizeCap(FileSize.valueOf(limits.total()));
        rolling.setMaxHistory(limits.days());
        rolling.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(rolling);
        return started(appender, file.toString(), context);
    }

    static Appender<ILoggingEvent> forward(LoggerContext context, @Nullable Level least,
            BiConsumer<String, String> sink) {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (least == null || event.getLevel().isGreaterOrEqual(least)) {
                    sink.accept(event.getLevel().toString().toLowerCase(Locale.ROOT), event.getFormattedMessage());
                }
            }
        };
        appender.setContext(context);
        appender.start();
        return appender;
    }

    /** Escapes a percent sign, which a pattern cannot quote: a date format that consists of it stands for it. */
    private static String escape(Path file) {
        return file.toString().replace("%", "%d{%,aux}");
    }

    /** The tail of the log, in memory. */
    static Appender<ILoggingEvent> tail(LoggerContext context) {
        return LogTail.ofProcess().appender(context, encoder(context, LINE + NO_STACK));
    }

    private static OutputStreamAppender<ILoggingEvent> started(OutputStreamAppender<ILoggingEvent> appender,
            String name, LoggerContext context) {
        appender.setName(name);
        appender.setContext(context);
        appender.setEncoder(encoder(context, PATTERN));
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.setCharset(StandardCharsets.UTF_8);
        Map<String, Supplier<DynamicConverter<ILoggingEvent>>> words = Map.of("severity", LogSeverity.Converter::new,
                "oneline", OneLine.Line::new, "stack", OneLine.Stack::new);
        context.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, words);
        encoder.start();
        return encoder;
    }
}
