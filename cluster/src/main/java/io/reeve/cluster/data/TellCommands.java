package io.reeve.cluster.data;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonCommandSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code tell}: a command for one reporting daemon. */
public final class TellCommands {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private final DaemonCommandSender daemons;

    public TellCommands(DaemonCommandSender daemons) {
        this.daemons = daemons;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(BuiltinCommand.of("tell name=target,type=CephString name=args,type=CephString,n=N,secret=true",
                "send a command to a reporting daemon, as in: tell osd.0 perf dump", "rw", this::tell));
    }

    private HandleCommandResult tell(Command command) throws Exception {
        DaemonId daemon = DataCommands.daemon(command.string("target"));
        if (daemon == null) {
            return HandleCommandResult.error(Errno.EINVAL,
                    "'" + command.string("target") + "' is not a daemon: write TYPE.ID, as in osd.0");
        }
        return daemons.send(daemon, Map.of("words", command.strings("args")), command.inbuf(), LIMIT).get();
    }
}
