package io.reeve.cluster.daemon;

import io.reeve.api.command.Data;
import io.reeve.api.diagnostics.DiagnosticSection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The section about daemons: who reports, from where, since when and how much. The texts that a daemon reports, its metadata,
 * status and tasks, are left out and counted: their authors choose what stands there.
 */
public final class DaemonDiagnostics {
    private DaemonDiagnostics() {}

    /**
     * The sections of the active.
     *
     * @param daemons the daemons at the moment; throws an {@link io.reeve.api.MgrException} on any other manager
     */
    public static List<DiagnosticSection> of(Supplier<DaemonTable> daemons) {
        return List.of(DiagnosticSection.data("daemons",
                () -> daemons.get().stream().map(DaemonDiagnostics::daemon).toList()));
    }

    private static Map<String, Object> daemon(DaemonState of) {
        return Data.map("type", of.id().type(), "id", of.id().id(), "gid", of.opening().gid(), "address",
                of.opening().address(), "service", of.opening().service(), "presence",
                of.presence().name().toLowerCase(Locale.ROOT), "opened", of.openedAt().toString(), "heard",
                of.heardAt().toString(), "metadata_entries", of.metadata().size(), "has_reported", of.hasReported());
    }
}
