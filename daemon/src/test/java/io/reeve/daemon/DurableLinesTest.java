package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DurableLinesTest {
    private final AtomicLong clock = new AtomicLong();
    private final DurableLines lines = new DurableLines(clock::get);

    @Test
    void aLineIsNotRepeatedForTenMinutes() {
        assertThat(lines.isDue("a")).isTrue();
        clock.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(lines.isDue("a")).isFalse();
        clock.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(lines.isDue("a")).isTrue();
    }

    @Test
    void aMinuteHasTwentyLines() {
        assertThat(IntStream.range(0, 100).filter(i -> lines.isDue("line " + i)).count()).isEqualTo(20);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(lines.isDue("another")).isTrue();
    }
}
