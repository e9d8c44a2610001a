package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * The limit of what the network libraries log about bytes and connections of strangers. A failure of a connection is one
 * line without its stack, and all their failures together have a limited number of lines a minute. Thread-safe.
 */
final class NetworkNoise extends TurboFilter {
    static final int A_MINUTE = 10;
    private static final long MINUTE = 60_000_000_000L;
    private static final String[] LIBRARIES = {"io.netty.", "io.undertow", "org.xnio"};
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NetworkNoise.class);

    private final LongSupplier nanoTime;
    @GuardedBy("this")
    private long since;
    @GuardedBy("this")
    private int lines;

    NetworkNoise(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    @Override
    public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
            @Nullable Object @Nullable [] params, @Nullable Throwable failure) {
        if (failure == null || !level.isGreaterOrEqual(Level.WARN) || !isNetwork(logger.getName())) {
            return FilterReply.NEUTRAL;
        }
        int line = next();
        if (line > A_MINUTE) {
            return FilterReply.DENY;
        }
        if (!isOfConnection(failure)) {
            return FilterReply.NEUTRAL; // perhaps our own mistake: its stack is wanted
        }
        LOG.warn("{}: {}: {}{}", logger.getName(), firstLine(format), failure,
                line == A_MINUTE ? " (more of these are left out for a minute)" : "");
        return FilterReply.DENY;
    }

    private synchronized int next() {
        long now = nanoTime.getAsLong();
        if (now - since >= MINUTE) {
            since = now;
            lines = 0;
        }
        return ++lines;
    }

    private static boolean isNetwork(String logger) {
        for (String library : LIBRARIES) {
            if (logger.startsWith(library)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a failure comes from the connection or what was sent over it. */
    private static boolean isOfConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause.getClass().getName().endsWith(".DecoderException")) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(@Nullable String format) {
        return String.valueOf(format).lines().findFirst().orElse("");
    }
}
