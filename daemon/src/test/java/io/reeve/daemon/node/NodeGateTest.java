package io.reeve.daemon.node;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.data.TellCommands;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.Gate;
import io.reeve.command.grammar.ParseResult;
import io.reeve.daemon.role.FakeLeadership;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.role.RoleStates;
import io.reeve.election.StepDown;
import io.reeve.standby.StandbyMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeGateTest {
    private static final long SELF = 1;
    private static final String FROZEN = "closed: this manager is frozen: it cannot reach ZooKeeper at the moment";

    private final FakeLeadership leadership = new FakeLeadership(7);
    private final NodeSight sight = sight(map(active(2, true)), true, true, 6);

    @Test
    void theActiveWithinItsLeaseRunsACommandAndEveryOtherStateRefusesItByName() {
        assertThat(decisions(false)).containsExactly(
                entry("starting", "elsewhere: http://m2:1/api/command"),
                entry("standby, opening", "elsewhere: http://m2:1/api/command"),
                entry("standby", "elsewhere: http://m2:1/api/command"),
                entry("activating", "closed: this manager is becoming active"),
                entry("activating, opening", "closed: this manager is becoming active"),
                entry("activating, serving", "closed: this manager is becoming active"),
                entry("activating, frozen", "closed: this manager is becoming active"),
                entry("active", "open in 7"),
                entry("frozen", FROZEN),
                entry("draining", "closed: this manager is handing over to another"),
                entry("draining, never served", "closed: this manager is handing over to another"),
                entry("draining, never made", "closed: this manager is handing over to another"),
                entry("stopped", "elsewhere: http://m2:1/api/command"));
    }

    @Test
    void theActiveWhoseLeaseHasRunOutRefusesACommand() {
        leadership.mayAct = false;
        assertThat(decisions(false)).containsEntry("active", FROZEN).doesNotContainValue("open in 7");
    }

    @Test
    void theLeaseIsLookedAtAnewForEachDecision() {
        RoleState<?, ?> active = new RoleState.Active<>(leadership, RoleStates.WORK);
        NodeGate gate = new NodeGate(() -> active, () -> sight, StandbyMode.REDIRECT);
        assertThat(text(gate.decide(java.util.Optional.empty()))).isEqualTo("open in 7");
        leadership.mayAct = false;
        assertThat(text(gate.decide(java.util.Optional.empty()))).isEqualTo(FROZEN);
    }

    @Test
    void whatAManagerIsToldRunsThereInEveryRoleAndElsewhereLeadsThere() {
        RoleState<?, ?> standby = new RoleState.Standby<>(RoleStates.WORK, false);
        NodeGate gate = new NodeGate(() -> standby, () -> sight, StandbyMode.REDIRECT);
        assertThat(text(gate.decide(told("m2")))).isEqualTo("elsewhere: http://m2:1/api/command");
        assertThat(text(gate.decide(told("nobody")))).as("it says so").isEqualTo("open in 6");
        NodeGate there = new NodeGate(() -> standby,
                () -> new NodeSight(sight.map(), 2, true, true, false, 6), StandbyMode.REDIRECT);
        assertThat(text(there.decide(told("m2")))).isEqualTo("open in 6");
        for (NodeSight unsure : List.of(new NodeSight(sight.map(), SELF, false, true, true, 6),
                new NodeSight(sight.map(), SELF, true, true, true, 9))) {
            NodeGate careful = new NodeGate(() -> standby, () -> unsure, StandbyMode.REDIRECT);
            assertThat(text(careful.decide(told("m2"))))
                    .isEqualTo("closed: this manager does not know for sure whether and where mgr.m2 is");
            assertThat(text(careful.decide(told("nobody")))).startsWith("closed: ");
        }
        NodeGate mute = new NodeGate(() -> standby, () -> sight, StandbyMode.ERROR);
        assertThat(text(mute.decide(told("m2")))).isEqualTo("closed: this is not mgr.m2; that one is at http://m2:1/");
    }

    private static ParseResult told(String manager) {
        return BuiltinCommands.table(new TellCommands((_, _, _, _) -> new CompletableFuture<>(), () -> {
            throw new AssertionError("the gate asks only the map");
        }, new TellCommands.Here() {
            @Override
            public String manager() {
                return "";
            }

            @Override
            public HandleCommandResult run(List<String> words, Command command) {
                return HandleCommandResult.ok();
            }
        }).commands(), Map.of()).parse(List.of("tell", "mgr." + manager, "version"));
    }

    @Test
    void aCommandThatAnyNodeAnswersIsLetInInEveryStateWithTheEpochOfTheMap() {
        leadership.mayAct = false;
        assertThat(decisions(true)).allSatisfy((_, decision) -> assertThat(decision).isEqualTo("open in 6"));
    }

    @Test
    void aStandbySendsACommandOnlyWhereItKnowsForSureThatSomebodyIsActive() {
        String unsure = "closed: this manager stands by and does not know for sure who is active";
        String nobody = "closed: no active manager is available";
        Map<String, String> seen = new LinkedHashMap<>();
        seen.put("nobody", onStandby(sight(map(null), true, true, 6), StandbyMode.REDIRECT));
        seen.put("not yet available", onStandby(sight(map(active(2, false)), true, true, 6), StandbyMode.REDIRECT));
        seen.put("this process itself", onStandby(sight(map(active(SELF, true)), true, true, 6), StandbyMode.REDIRECT));
        seen.put("a later epoch was seen", onStandby(sight(map(active(2, true)), true, true, 9),
                StandbyMode.REDIRECT));
        seen.put("cut off from both", onStandby(sight(map(active(2, true)), false, false, 6), StandbyMode.REDIRECT));
        seen.put("cut off from ZooKeeper", onStandby(sight(map(active(2, true)), false, true, 6),
                StandbyMode.REDIRECT));
        seen.put("cut off from the active", onStandby(sight(map(active(2, true)), true, false, 6),
                StandbyMode.PROXY));
        seen.put("told to send nobody", onStandby(sight(map(active(2, true)), true, true, 6), StandbyMode.ERROR));
        assertThat(seen).containsExactly(entry("nobody", nobody), entry("not yet available", nobody),
                entry("this process itself", nobody), entry("a later epoch was seen", unsure),
                entry("cut off from both", unsure),
                entry("cut off from ZooKeeper", "elsewhere: http://m2:1/api/command"),
                entry("cut off from the active", "elsewhere: http://m2:1/api/command"),
                entry("told to send nobody", "closed: this manager stands by; the active one is http://m2:1/"));
    }

    @Test
    void whereNobodyMayBeActiveTheRefusalTellsHowToAllowIt() {
        MgrMap down = new MgrMap("reeve", "f", 6, true, null, Instant.EPOCH, List.of(), List.of());
        assertThat(onStandby(sight(down, true, true, 6), StandbyMode.REDIRECT)).isEqualTo(
                "closed: no manager may be active: 'mgr set down false' allows it again");
    }

    @Test
    void aHandOverThatSetsTheClusterDownTellsHowToAllowItAgain() {
        RoleState.Cause cause = new RoleState.HandOver(new StepDown("mgr set down true", true));
        RoleState<?, ?> draining = new RoleState.Draining<>(leadership, RoleStates.WORK, true, cause,
                new RoleState.StandBy(), null);
        assertThat(text(NodeGate.decide(false, draining, false, sight, StandbyMode.REDIRECT)))
                .isEqualTo("closed: no manager may be active: 'mgr set down false' allows it again");
    }

    @Test
    void noCommandIsSentToAnActiveThatIsDeadByEvidence() {
        assertThat(onStandby(new NodeSight(map(active(2, true)), SELF, true, true, false, true, 6),
                StandbyMode.REDIRECT)).isEqualTo("closed: manager 'm2' is dead, and no other is active yet");
    }

    private Map<String, String> decisions(boolean anyNode) {
        Map<String, String> all = new LinkedHashMap<>();
        RoleStates.under(leadership)
                .forEach((name, role) -> all.put(name,
                        text(NodeGate.decide(anyNode, role, role.mayAct(), sight, StandbyMode.REDIRECT))));
        return all;
    }

    private static String onStandby(NodeSight sight, StandbyMode mode) {
        return text(NodeGate.decide(false, new RoleState.Standby<>(RoleStates.WORK, false), false, sight, mode));
    }

    private static String text(Gate.Decision decision) {
        return switch (decision) {
            case Gate.Open open -> "open in " + open.epoch();
            case Gate.Closed closed -> "closed: " + closed.reason();
            case Gate.Elsewhere elsewhere -> "elsewhere: " + elsewhere.endpoint();
        };
    }

    private static NodeSight sight(MgrMap map, boolean connected, boolean activeAnswers, long highest) {
        return new NodeSight(map, SELF, connected, true, activeAnswers, highest);
    }

    private static MgrMap map(MgrMap.@Nullable Active active) {
        return new MgrMap("reeve", "f", 6, false, active, Instant.EPOCH, List.of(), List.of());
    }

    private static MgrMap.Active active(long gid, boolean available) {
        MgrMap.Manager manager = new MgrMap.Manager("m" + gid, gid, "h", 1, "http://m" + gid + ":1/", "h:1", "1", 0,
                List.of(), Map.of());
        return new MgrMap.Active(manager, 6, Instant.EPOCH, available, Map.of());
    }
}
