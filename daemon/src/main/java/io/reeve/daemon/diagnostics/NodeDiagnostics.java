package io.reeve.daemon.diagnostics;

import io.reeve.api.command.Data;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.daemon.node.NodeHealth;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The sections about this node's place in the cluster: its role and epoch, and the managers as it sees them. */
public final class NodeDiagnostics {
    private NodeDiagnostics() {}

    /**
     * The sections.
     *
     * @param health   the health of this node
     * @param managers the content of {@code /api/mgr}
     */
    public static List<DiagnosticSection> of(Supplier<NodeHealth> health, Supplier<Object> managers) {
        return List.of(DiagnosticSection.data("node", () -> node(health.get())),
                DiagnosticSection.data("managers", managers::get));
    }

    private static Map<String, Object> node(NodeHealth health) {
        return Data.map("name", health.name(), "role", health.state(), "epoch", health.epoch(), "ready",
                health.ready(), "active", health.active(), "standby", health.standby());
    }
}
