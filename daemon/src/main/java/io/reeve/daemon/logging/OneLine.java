package io.reeve.daemon.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.reeve.command.output.Printable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the log's layout that encode what others wrote. A message, a thread's name and the message of an exception
 * each stay on their line, and nothing in them reaches the terminal of a reader; no caller has to think of it.
 */
final class OneLine {
    private OneLine() {}

    /** The converter of everything that stands on the line of a message. */
    public static final class Line extends CompositeConverter<ILoggingEvent> {
        @Override
        protected String transform(ILoggingEvent event, String line) {
            return Printable.line(line);
        }
    }

    /** The converter of stack traces, whose lines are those of frames and causes only. */
    public static final class Stack extends ThrowableProxyConverter {
        @Override
        protected String throwableProxyToString(IThrowableProxy thrown) {
            return super.throwableProxyToString(new Encoded(thrown));
        }
    }

    /** An exception with printable messages. */
    private record Encoded(IThrowableProxy of) implements IThrowableProxy {
        @Override
        public @Nullable String getMessage() {
            return line(of.getMessage());
        }

        @Override
        public @Nullable String getOverridingMessage() {
            return line(of.getOverridingMessage());
        }

        private static @Nullable String line(@Nullable String message) {
            return message == null ? null : Printable.line(message);
        }

        @Override
        public String getClassName() {
            return Printable.line(of.getClassName());
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return of.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return of.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            return of.getCause() == null ? null : new Encoded(of.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return Arrays.stream(of.getSuppressed()).map(Encoded::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return of.isCyclic();
        }
    }
}
