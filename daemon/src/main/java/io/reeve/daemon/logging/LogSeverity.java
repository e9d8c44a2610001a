package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The levels as names and as Ceph's numbers: error 0, warn 1, info 4, debug 20. */
final class LogSeverity {
    private LogSeverity() {}

    static int number(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return 0;
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return 1;
        }
        return level.isGreaterOrEqual(Level.INFO) ? 4 : 20;
    }

    /** The level of a name or number; null for the empty text. A number counts as Ceph counts it: {@code 5} is debug. */
    static @Nullable Level level(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (name.matches("[0-9]{1,4}(/[0-9]{1,4})?")) {
            int number = Integer.parseInt(name.split("/")[0]);
            return number == 0 ? Level.ERROR : number == 1 ? Level.WARN : number <= 4 ? Level.INFO : Level.DEBUG;
        }
        return switch (name) {
            case "" -> null;
            case "trace" -> Level.TRACE;
            case "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn", "warning" -> Level.WARN;
            case "error", "critical" -> Level.ERROR;
            default -> throw new IllegalArgumentException("'" + text
                    + "' is no log level. Use debug, info, warning, error, critical, or 20, 4, 1, 0.");
        };
    }

    /** The converter that puts the number into a log line. */
    public static final class Converter extends ClassicConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return Integer.toString(number(event.getLevel()));
        }
    }
}
