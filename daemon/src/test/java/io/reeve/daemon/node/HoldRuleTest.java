package io.reeve.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.daemon.role.FakeLeadership;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.role.RoleStates;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import io.reeve.http.Hold.Kind;
import io.reeve.standby.StandbyMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoldRuleTest {
    private static final long SELF = 1;
    private static final Set<String> BECOMING = Set.of("activating", "activating, opening", "activating, serving");
    private static final Set<String> LEAVING = Set.of("draining", "draining, never served", "draining, never made");
    private static final Set<String> BESIDE = Set.of("starting", "standby, opening", "standby", "stopped");

    private final FakeLeadership leadership = new FakeLeadership(7);

    @ParameterizedTest
    @EnumSource(value = StandbyMode.class, names = {"REDIRECT", "PROXY"})
    void whileNobodyIsActiveButSomebodyMayBeEveryStateHoldsButAnActiveAndAFrozenOne(StandbyMode mode) {
        NodeSight sight = sight(map(null, others()));
        assertThat(held(Kind.COMMAND, sight, mode)).isEqualTo(all(List.of(BECOMING, LEAVING, BESIDE)));
        assertThat(held(Kind.PAGE, sight, mode)).as("pages are answered from when modules run")
                .isEqualTo(without("activating, serving", all(List.of(BECOMING, LEAVING, BESIDE))));
    }

    @Test
    void whileAnotherIsActiveOnlyThoseHoldThatBecomeActiveOrCeaseToBe() {
        assertThat(held(Kind.COMMAND, sight(map(active(2, true), others())), StandbyMode.REDIRECT))
                .isEqualTo(all(List.of(BECOMING, LEAVING)));
    }

    @Test
    void anActiveThatIsNotAvailableYetIsWaitedFor() {
        assertThat(held(Kind.PAGE, sight(map(active(2, false), List.of())), StandbyMode.REDIRECT))
                .containsAll(BESIDE);
    }

    @Test
    void aNodeThatTheMapStillCallsActiveWaitsForTheNext() {
        assertThat(held(Kind.PAGE, sight(map(active(SELF, true), others())), StandbyMode.REDIRECT))
                .containsAll(BESIDE)
                .containsAll(LEAVING);
    }

    @Test
    void anActiveThatIsDeadByEvidenceIsNotSentToAnyMore() {
        MgrMap map = map(active(2, true), others());
        NodeSight dead = new NodeSight(map, SELF, true, true, false, true, 6);
        assertThat(held(Kind.PAGE, dead, StandbyMode.PROXY)).containsAll(BESIDE);
        assertThat(held(Kind.COMMAND, dead, StandbyMode.REDIRECT)).containsAll(BESIDE);
    }

    @Test
    void theDeadActiveIsNoCandidate() {
        MgrMap map = map(active(2, true), List.of());
        assertThat(held(Kind.PAGE, new NodeSight(map, SELF, true, true, false, true, 6), StandbyMode.PROXY))
                .doesNotContainAnyElementsOf(BESIDE);
    }

    @Test
    void aCommandWaitsForAMapThatIsOutOfDateWhileAPageHasItReadAgain() {
        NodeSight stale = new NodeSight(map(active(2, true), others()), SELF, true, true, true, 9);
        assertThat(held(Kind.COMMAND, stale, StandbyMode.REDIRECT)).containsAll(BESIDE);
        assertThat(held(Kind.PAGE, stale, StandbyMode.REDIRECT)).doesNotContainAnyElementsOf(BESIDE);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nobodyHoldsWhereNoSuccessorIsKnown(Kind kind) {
        MgrMap down = new MgrMap("reeve", "f", 6, true, null, Instant.EPOCH, others(), List.of());
        assertThat(held(kind, sight(down), StandbyMode.REDIRECT)).as("set down").isEmpty();
        assertThat(held(kind, sight(map(null, others())), StandbyMode.ERROR)).as("mode error").isEmpty();
        NodeSight cutOff = new NodeSight(map(null, others()), SELF, false, true, false, 6);
        assertThat(held(kind, cutOff, StandbyMode.REDIRECT)).as("cut off from ZooKeeper").isEmpty();
        assertThat(held(kind, sight(map(null, List.of())), StandbyMode.REDIRECT)).as("no live candidate")
                .doesNotContainAnyElementsOf(BESIDE)
                .doesNotContainAnyElementsOf(LEAVING);
        assertThat(held(kind, sight(map(null, List.of(manager(2, null)))), StandbyMode.REDIRECT))
                .as("only one that never leads")
                .doesNotContainAnyElementsOf(BESIDE)
                .doesNotContainAnyElementsOf(LEAVING);
    }

    @Test
    void anActiveWhoseLeaseHasRunOutDoesNotHoldUnlessItsLeadershipIsOver() {
        leadership.mayAct = false;
        NodeSight sight = sight(map(active(SELF, true), others()));
        assertThat(held(Kind.COMMAND, sight, StandbyMode.REDIRECT)).doesNotContain("active", "frozen");
        leadership.state = Leadership.State.ENDED;
        assertThat(held(Kind.COMMAND, sight, StandbyMode.REDIRECT)).contains("active", "frozen");
    }

    @Test
    void aHandOverThatSetsTheClusterDownIsNotWaitedFor() {
        RoleState.Cause down = new RoleState.HandOver(new StepDown("mgr set down true", true));
        assertThat(holds(new RoleState.Draining<>(leadership, RoleStates.WORK, true, down, new RoleState.StandBy(),
                null), map(active(SELF, true), others()))).isFalse();
    }

    @Test
    void theOnlyManagerWaitsForItselfUnlessItStops() {
        RoleState.Cause cause = new RoleState.HandOver(StepDown.because("mgr fail"));
        MgrMap alone = map(active(SELF, true), List.of());
        assertThat(holds(new RoleState.Draining<>(leadership, RoleStates.WORK, true, cause, new RoleState.StandBy(),
                null), alone)).isTrue();
        assertThat(holds(new RoleState.Draining<>(leadership, RoleStates.WORK, true, new RoleState.Stopping(),
                new RoleState.Stop(), null), alone)).isFalse();
        assertThat(holds(new RoleState.Stopped<>(), map(null, List.of(manager(SELF, 0))))).isFalse();
    }

    private boolean holds(RoleState<?, ?> role, MgrMap map) {
        return HoldRule.holds(Kind.COMMAND, role, role.mayAct(), sight(map), StandbyMode.REDIRECT);
    }

    /** The states that hold such a request. */
    private Set<String> held(Kind kind, NodeSight sight, StandbyMode mode) {
        Set<String> held = new TreeSet<>();
        RoleStates.under(leadership).forEach((name, role) -> {
            if (HoldRule.holds(kind, role, role.mayAct(), sight, mode)) {
                held.add(name);
            }
        });
        return held;
    }

    private static Set<String> all(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(String one, Set<String> all) {
        all.remove(one);
        return all;
    }

    private static NodeSight sight(MgrMap map) {
        return new NodeSight(map, SELF, true, true, true, 6);
    }

    private static List<MgrMap.Manager> others() {
        return new ArrayList<>(List.of(manager(3, 0)));
    }

    private static MgrMap map(MgrMap.@Nullable Active active, List<MgrMap.Manager> standbys) {
        return new MgrMap("reeve", "f", 6, false, active, Instant.EPOCH, standbys, List.of());
    }

    private static MgrMap.Active active(long gid, boolean available) {
        return new MgrMap.Active(manager(gid, 0), 6, Instant.EPOCH, available, Map.of());
    }

    private static MgrMap.Manager manager(long gid, @Nullable Integer priority) {
        return new MgrMap.Manager("m" + gid, gid, "h", 1, "http://m" + gid + ":1/", "h:1", "1", priority,
                List.of(), Map.of());
    }
}
