package io.reeve.daemon.node;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.ManagerMetrics;
import io.reeve.daemon.role.FakeLeadership;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.role.RoleStates;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The answers of the health endpoints, of {@code /api/mgr} and of the metrics in every state. */
class NodeHealthTest {
    private final FakeLeadership leadership = new FakeLeadership(7);

    @Test
    void everyStateTellsItsNameItsEpochAndWhetherItIsReady() {
        assertThat(table(sight(true, true))).containsExactly(
                entry("starting", "starting 6"),
                entry("standby, opening", "standby 6 ready standby"),
                entry("standby", "standby 6 ready standby"),
                entry("activating", "activating 7"),
                entry("activating, opening", "activating 7"),
                entry("activating, serving", "activating 7"),
                entry("activating, frozen", "activating 7"),
                entry("active", "active 7 ready active"),
                entry("frozen", "frozen 7"),
                entry("draining", "draining 7"),
                entry("draining, never served", "draining 7"),
                entry("draining, never made", "draining 7"),
                entry("stopped", "stopped 6"));
    }

    @Test
    void theActiveWhoseLeaseHasRunOutIsNeitherActiveNorReady() {
        leadership.mayAct = false;
        assertThat(table(sight(true, true))).containsEntry("active", "active 7");
    }

    @Test
    void aStandbyThatIsCutOffOrHasLostItsNameIsNotReady() {
        assertThat(table(sight(false, true))).containsEntry("standby", "standby 6")
                .containsEntry("active", "active 7 ready active");
        assertThat(table(sight(true, false))).containsEntry("standby", "standby 6");
    }

    @Test
    void everyStateIsLive() {
        RoleStates.under(leadership)
                .values()
                .forEach(role -> assertThat(health(role, sight(false, false)).live())
                        .isTrue());
    }

    @Test
    void theMetricOfTheRoleIsOneForThatOfTheStateAndZeroForAllOthers() {
        RoleStates.under(leadership).forEach((_, role) -> {
            Map<String, Integer> values = new LinkedHashMap<>();
            ManagerMetrics.roles(health(role, sight(true, true)))
                    .forEach(sample -> values.put(sample.labels().getFirst(), (int) sample.value()));
            assertThat(values.keySet()).containsExactlyElementsOf(RoleState.LABELS);
            assertThat(values).containsEntry(role.label(), 1);
            assertThat(values.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        });
    }

    @Test
    void theMetricOfTheActiveIsOneOnlyForTheActiveWithinItsLease() {
        RoleStates.under(leadership)
                .forEach((name, role) -> assertThat(ManagerMetrics.active(health(role, sight(true, true))))
                        .as(name)
                        .isEqualTo(name.equals("active") ? 1 : 0));
        leadership.mayAct = false;
        RoleStates.under(leadership)
                .forEach((name, role) -> assertThat(ManagerMetrics.active(health(role, sight(true, true)))).as(name)
                        .isZero());
    }

    @Test
    void onlyTheActiveAndTheFrozenServeAndOnlyTheActiveMayAct() {
        RoleStates.under(leadership).forEach((name, role) -> {
            assertThat(role.isServing()).as(name).isEqualTo(name.equals("active") || name.equals("frozen"));
            assertThat(role.mayAct()).as(name).isEqualTo(name.equals("active"));
        });
        leadership.mayAct = false;
        RoleStates.under(leadership).forEach((name, role) -> assertThat(role.mayAct()).as(name).isFalse());
    }

    @Test
    void theOwnPartOfTheManagerMapHasNoAgesBeforeZooKeeperWasReached() {
        Self self = new Self("a", 1, "h", "127.0.0.1", 9, "1.0");
        assertThat(self.describe("starting", false, null, null)).containsEntry("state", "starting")
                .containsEntry("age_ms", null)
                .containsEntry("session_timeout_ms", null);
        assertThat(self.describe("active", true, Duration.ofMillis(3), Duration.ofSeconds(6))).containsExactly(
                entry("name", "a"), entry("gid", 1L), entry("pid", 9L), entry("version", "1.0"),
                entry("state", "active"), entry("connected", true), entry("age_ms", 3L),
                entry("session_timeout_ms", 6000L));
    }

    private Map<String, String> table(NodeSight sight) {
        Map<String, String> all = new LinkedHashMap<>();
        RoleStates.under(leadership).forEach((name, role) -> {
            NodeHealth health = health(role, sight);
            all.put(name, health.state() + " " + health.epoch() + (health.ready() ? " ready" : "")
                    + (health.active() ? " active" : "") + (health.standby() ? " standby" : ""));
        });
        return all;
    }

    private static NodeHealth health(RoleState<?, ?> role, NodeSight sight) {
        return NodeHealth.of("a", role, role.mayAct(), sight);
    }

    private static NodeSight sight(boolean connected, boolean registered) {
        MgrMap map = new MgrMap("reeve", "f", 6, false, null, Instant.EPOCH, List.of(), List.of());
        return new NodeSight(map, 1, connected, registered, true, 6);
    }
}
