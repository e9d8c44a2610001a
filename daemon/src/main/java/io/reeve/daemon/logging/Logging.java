package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.FileAppender;
import io.reeve.daemon.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The process's log. It takes SLF4J, the JDK's two logging APIs, JBoss Logging, and the callers of {@link System#exit}.
 */
public final class Logging {
    /** Talkative libraries, logged from {@code warn} on. */
    private static final String[] QUIET = {"org.apache.zookeeper", "org.apache.curator", "io.netty", "io.undertow",
            "org.xnio", "org.jboss"};

    /** A logger that warns with a stack trace at each attempt to connect; the session logs that in one line, now and then. */
    private static final String TOLD_ANYWAY = "org.apache.zookeeper.ClientCnxn";

    private Logging() {}

    /** Logs to standard error. */
    public static void toConsole() {
        LoggerContext context = reset();
        root(context).addAppender(Appenders.console(context));
    }

    /**
     * Logs to a file that rotates.
     *
     * @throws IOException if it cannot be written
     */
    public static void toFile(Path file) throws IOException {
        checkWritable(file);
        LoggerContext context = reset();
        root(context).addAppender(Appenders.file(context, file));
    }

    /** Logs a talkative library from {@code info} on. */
    public static void alsoInfo(String logger) {
        LogControl.context().getLogger(logger).setLevel(Level.INFO);
    }

    /** Opens every file of the log anew, since somebody has moved it away. One that cannot be opened is written on as it is. */
    public static void reopen() {
        for (Logger logger : LogControl.context().getLoggerList()) {
            logger.iteratorForAppenders().forEachRemaining(appender -> {
                if (appender instanceof FileAppender<?> file) {
                    reopen(file);
                }
            });
        }
    }

    private static void reopen(FileAppender<?> appender) {
        try {
            checkWritable(Path.of(appender.getFile())); // a new one is for this user alone
            appender.openFile(appender.getFile());
        } catch (IOException refused) {
            appender.addWarn("cannot be opened anew", refused);
            LoggerFactory.getLogger(Logging.class)
                    .error("The log file {} cannot be opened anew: {}", appender.getFile(), refused.toString());
        }
    }

    /** Writes out the last lines and stops the log. To be called last in a process. */
    public static void stop() {
        LogControl.context().stop();
    }

    /** The status of a call of {@link System#exit} by code outside Reeve, which the log names. */
    public static OptionalInt foreignExit() {
        return ExitWatch.status();
    }

    static void checkWritable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.makeFolder(folder);
        }
        PrivateFiles.makeFile(file);
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    }

    private static LoggerContext reset() {
        // JBoss Logging (Undertow, XNIO) chooses once, at its first use.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        LoggerContext context = LogControl.context();
        context.reset();
        // Made now, their threads belong to the manager; made when a file rotates, to the module that logs at that moment.
        var _ = context.getExecutorService();
        var _ = context.getScheduledExecutorService();
        root(context).setLevel(Level.INFO);
        for (String library : QUIET) {
            context.getLogger(library).setLevel(Level.WARN);
        }
        root(context).addAppender(Appenders.tail(context));
        context.addTurboFilter(new RehearsalSilence()); // first, so that no other lets a line through
        context.addTurboFilter(new NetworkNoise(System::nanoTime));
        context.getLogger(TOLD_ANYWAY).setLevel(Level.ERROR);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        ExitWatch.install(context);
        return context;
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
