package io.reeve.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.reeve.modulehost.threads.RehearsalThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** A filter of what the threads of a rehearsal say: a standby that becomes active in its log has to mean it. */
final class RehearsalSilence extends TurboFilter {
    @Override
    public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
            Object @Nullable [] arguments, @Nullable Throwable thrown) {
        return RehearsalThreads.isCurrent() ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
