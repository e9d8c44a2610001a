package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * The watch for calls of {@link System#exit}, which nothing can prevent on today's Java: the log names the caller.
 *
 * <p>The JDK logs each exit with its stack to {@code java.lang.Runtime} at debug (see {@link Runtime#exit}). Reeve's own
 * exits are left out.
 */
final class ExitWatch extends AppenderBase<ILoggingEvent> {
    private static final String OWN_EXIT = "io.reeve.daemon.process.ProcessExit";
    /** The JDK's handler of SIGTERM and SIGINT. */
    private static final String SIGNAL = "java.lang.Terminator$1";
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

    private static volatile OptionalInt status = OptionalInt.empty();

    /** The status of an exit by a caller outside Reeve, once there was one. */
    static OptionalInt status() {
        return status;
    }

    static void install(LoggerContext context) {
        ExitWatch watch = new ExitWatch();
        watch.setContext(context);
        watch.start();
        Logger runtime = context.getLogger("java.lang.Runtime");
        runtime.setLevel(Level.DEBUG);
        runtime.setAdditive(false);
        runtime.addAppender(watch);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!(event.getThrowableProxy() instanceof ThrowableProxy proxy)) {
            return;
        }
        Throwable stack = proxy.getThrowable();
        List<StackTraceElement> frames = List.of(stack.getStackTrace());
        if (frames.stream().anyMatch(frame -> frame.getClassName().equals(SIGNAL))) {
            LOG.info("Stopping: {}", event.getThreadName());
            return;
        }
        Optional<StackTraceElement> caller = frames.stream()
                .filter(frame -> !frame.getClassName().startsWith("java.lang."))
                .findFirst();
        if (caller.filter(frame -> frame.getClassName().equals(OWN_EXIT)).isEmpty()) {
            status = status(event.getFormattedMessage());
            LOG.error("The process ends: {}, by {} in thread {}", event.getFormattedMessage(),
                    caller.map(ExitWatch::describe).orElse("an unknown caller"), event.getThreadName(), stack);
        }
    }

    /** The exit status, with which the JDK's message ends. */
    private static OptionalInt status(String message) {
        Matcher number = Pattern.compile("-?[0-9]+$").matcher(message);
        return number.find() ? OptionalInt.of(Integer.parseInt(number.group())) : OptionalInt.of(1);
    }

    /** The caller in words; the name of its class loader is that of the module. */
    private static String describe(StackTraceElement caller) {
        String loader = caller.getClassLoaderName();
        String method = caller.getClassName() + "." + caller.getMethodName();
        return loader == null || loader.equals("app") ? method : "'" + loader + "' (" + method + ")";
    }
}
