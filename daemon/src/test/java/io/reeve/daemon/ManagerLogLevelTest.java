package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.daemon.logging.LogControl;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("the log belongs to the process")
class ManagerLogLevelTest {
    private static final String MANAGER = "io.reeve.daemon.Manager";
    private final AtomicReference<String> value = new AtomicReference<>("debug");
    private final ManagerLogLevel level = new ManagerLogLevel(value::get);
    private final LogControl control = new LogControl();

    @AfterEach
    void reset() {
        control.setLevel("io.reeve", "");
    }

    @Test
    void followsItsOwnKeyAndNoOther() {
        control.setLevel("io.reeve", "info");
        level.keysChanged(Set.of("config/mgr/stats_period"));
        assertThat(control.level(MANAGER)).isEqualTo("info");
        level.keysChanged(Set.of("config/mgr/log_level"));
        assertThat(control.level(MANAGER)).isEqualTo("debug");
        value.set("warn");
        level.follow();
        assertThat(control.level(MANAGER)).isEqualTo("warn");
    }

    @Test
    void aWrongValueChangesNothing() {
        control.setLevel("io.reeve", "info");
        value.set("loud");
        level.follow();
        assertThat(control.level(MANAGER)).isEqualTo("info");
    }
}
