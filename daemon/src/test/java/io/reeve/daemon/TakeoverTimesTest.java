package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.agent.AgentCommand;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.report.Reporter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The times of rooms that do not know each other: a daemon finds a new active before that counts it as gone. */
class TakeoverTimesTest {
    private static final DaemonSettings SETTINGS = DaemonSettings.defaults();

    @Test
    void aReporterThatKnowsTheNewActiveIsBackWithinTheGrace() {
        Duration noticed = Reporter.silence(SETTINGS.period());
        Duration back = noticed.plus(Duration.ofMillis(300)).plus(Reporter.SEARCH_LIMIT);
        assertThat(back).as("power lost: silence, pause, one search").isLessThan(SETTINGS.takeoverGrace());
    }

    @Test
    void anAgentThatKnowsNoLiveManagerIsBackWithinTheGrace() {
        Duration back = AgentCommand.LONGEST_LOOKUP.plus(Reporter.LONGEST_SEARCH.multipliedBy(2));
        assertThat(back).as("all managers moved: the URLs are asked, the search under way ends, and the next one finds")
                .isLessThan(SETTINGS.takeoverGrace());
    }

    @Test
    void aSessionThatIsSilentIsLostBeforeItsDaemonIsForgotten() {
        assertThat(SETTINGS.silence(SETTINGS.period())).isLessThan(SETTINGS.serviceGrace());
    }
}
