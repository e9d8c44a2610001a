package io.reeve.cluster.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.HealthCheck;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.daemon.DaemonReport;
import io.reeve.cluster.daemon.DaemonReport.HealthMetric;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DaemonChecksTest {
    private final ManualTime clock = new ManualTime();
    private final ClusterState state = new ClusterState(DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), 1, clock.time(), List.of(),
            List.of());

    @BeforeEach
    void start() {
        state.start();
    }

    @AfterEach
    void close() {
        state.close();
    }

    private Reporting daemon(String name, String version) {
        return new Reporting(state.reports(), name, 1, false, Map.of("version", version));
    }

    private List<HealthCheck> checks() throws Exception {
        return DaemonChecks.of(state.upToDate().get().daemons());
    }

    @Test
    void daemonsWithoutTroubleRaiseNothing() throws Exception {
        daemon("mds.a", "1.0").counters(List.of());
        assertThat(checks()).isEmpty();
    }

    @Test
    void moreSlowOperationsThanALongHoldsAreTheMostOfOneAndADaemonThatTellsThemInPartsIsNamedOnce() throws Exception {
        HealthMetric most = new HealthMetric("SLOW_OPS", (1L << 53) - 1, 5);
        for (String name : List.of("mds.a", "mds.b")) {
            daemon(name, "1.0").session()
                    .report(new DaemonReport(List.of(), new long[0], null, null, Collections.nCopies(1_000, most), null,
                            null));
        }
        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.count()).isEqualTo(Long.MAX_VALUE);
            assertThat(check.summary()).isEqualTo(
                    Long.MAX_VALUE + " slow ops, oldest one blocked for 5 sec, daemons [mds.a,mds.b] have slow ops.");
        });
    }

    @Test
    void slowOperationsNameTheDaemon() throws Exception {
        daemon("mds.a", "1.0").session()
                .report(new DaemonReport(List.of(), new long[0], null, null,
                        List.of(new HealthMetric("SLOW_OPS", 2, 31)), null, null));
        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.code()).isEqualTo("SLOW_OPS");
            assertThat(check.summary())
                    .isEqualTo("2 slow ops, oldest one blocked for 31 sec, mds.a has slow ops");
            assertThat(check.detail()).containsExactly("mds.a has 2 slow ops, oldest one blocked for 31 sec");
        });
    }
}
