package io.reeve.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworkNoiseTest {
    private final AtomicLong clock = new AtomicLong();
    private final TurboFilter filter = new NetworkNoise(clock::get);

    private FilterReply decide(String logger, Level level, @Nullable Throwable failure) {
        Logger named = new LoggerContext().getLogger(logger);
        return filter.decide(null, named, level, "An exceptionCaught() event was fired", null, failure);
    }

    @Test
    void aFailureOfAConnectionLosesItsStack() {
        assertThat(decide("io.netty.channel.DefaultChannelPipeline", Level.WARN, new IOException("reset")))
                .isEqualTo(FilterReply.DENY);
        assertThat(decide("io.undertow.request", Level.ERROR, new UncheckedIOException(new IOException("bad chunk"))))
                .isEqualTo(FilterReply.DENY);
        assertThat(decide("org.xnio.listener", Level.ERROR, new RuntimeException(new IOException("bad chunk"))))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void aMistakeOfOursKeepsItsStackButIsLimited() {
        for (int i = 0; i < NetworkNoise.A_MINUTE; i++) {
            assertThat(decide("io.undertow.request", Level.ERROR, new NullPointerException()))
                    .isEqualTo(FilterReply.NEUTRAL);
        }
        assertThat(decide("io.undertow.request", Level.ERROR, new NullPointerException())).isEqualTo(FilterReply.DENY);
        clock.addAndGet(60_000_000_000L);
        assertThat(decide("io.undertow.request", Level.ERROR, new NullPointerException()))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void othersAreNotTouched() {
        assertThat(decide("io.reeve.http.Answers", Level.ERROR, new IOException())).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("io.undertow.request", Level.ERROR, null)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("io.undertow.request", Level.DEBUG, new IOException())).isEqualTo(FilterReply.NEUTRAL);
    }
}
