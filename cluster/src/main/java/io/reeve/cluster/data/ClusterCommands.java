package io.reeve.cluster.data;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.daemon.DaemonCommandSender;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The commands about the cluster's state. */
public final class ClusterCommands {
    private ClusterCommands() {}

    /**
     * The declarations of these commands.
     *
     * @param snapshot the state; throws {@link io.reeve.api.NotActiveException} on a standby
     * @param here     this manager, which may be told commands
     * @param protocol the version of the report protocol
     */
    public static List<BuiltinCommand> of(Supplier<Snapshot> snapshot, DaemonCommandSender daemons,
            TellCommands.Here here, int protocol) {
        return Stream.of(new DataCommands(snapshot).commands(), new DaemonListCommands(snapshot, protocol).commands(),
                new SpaceCommands(snapshot).commands(), new TellCommands(daemons, snapshot, here).commands(),
                List.of(new PgQuery(snapshot).command(), new PoolStats(snapshot).command()))
                .flatMap(List::stream)
                .toList();
    }
}
