package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The sessions of reporting daemons, as the active's work sees them: while it lasts, daemons are let in. */
public interface ReportServer extends DaemonCommands {
    /** From now on daemons may open sessions, which report there, under this epoch. Does not block. */
    void attach(DaemonReports reports, long epoch);

    /** Ends all sessions: this manager is active no more. Does not block. */
    void detach();

    /** Where no daemon reports. */
    static ReportServer none() {
        return new ReportServer() {
            @Override
            public void attach(DaemonReports reports, long epoch) {}

            @Override
            public void detach() {}

            @Override
            public CompletableFuture<HandleCommandResult> send(DaemonId daemon, Map<String, Object> command,
                    byte[] input, Duration limit) {
                return CompletableFuture.completedFuture(
                        HandleCommandResult.error(Errno.ENXIO, daemon + " does not report to this manager"));
            }
        };
    }
}
