package io.reeve.maps.fs;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.maps.fs.FsMap.Filesystem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code fs fail|rm|set}: changes of file systems; texts as Ceph's (FSCommands.cc), where it has them. */
public final class FsChangeCommands {
    /** The largest number of ranks, as in Ceph. */
    static final int MOST_RANKS = 256;
    private static final String NAME = " name=fs_name,type=CephString";
    private final FsMaps maps;

    public FsChangeCommands(FsMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("fs fail" + NAME,
                        "take a file system out of service: its metadata servers are left out of the map", "rw",
                        this::fail),
                BuiltinCommand.of("fs rm" + NAME + " name=yes_i_really_mean_it,type=CephBool,req=false",
                        "forget a file system that no metadata server reports", "rw", this::remove),
                BuiltinCommand.of("fs set" + NAME
                        + " name=var,type=CephChoices,strings=max_mds|joinable "
                        + "name=val,type=CephString,secret=false",
                        "set the number of a file system's ranks, or let its servers serve again", "rw", this::set));
    }

    private HandleCommandResult fail(Command command) throws Exception {
        return change(command, (draft, filesystem) -> {
            draft.replace(filesystem.withFailed(true));
            return HandleCommandResult.remark(filesystem.name() + " marked not joinable; MDS cannot join the cluster. "
                    + "All MDS ranks marked failed.");
        });
    }

    private HandleCommandResult remove(Command command) throws Exception {
        boolean sure = command.bool("yes_i_really_mean_it");
        return maps.changeFs(draft -> {
            String name = command.string("fs_name");
            Optional<Filesystem> filesystem = draft.find(name);
            if (filesystem.isEmpty()) {
                return HandleCommandResult.remark("filesystem '" + name + "' does not exist");
            }
            List<String> servers = draft.reporting(name);
            if (!servers.isEmpty()) {
                return HandleCommandResult.error(Errno.EINVAL,
                        "all MDS daemons must be inactive/failed before removing filesystem: "
                                + String.join(", ", servers)
                                + " still report '" + name
                                + "'; stop them, or let them serve another file system");
            }
            if (!sure) {
                return HandleCommandResult.error(Errno.EPERM,
                        "this is a DESTRUCTIVE operation and will make data in your filesystem permanently "
                                + "inaccessible.  Add --yes-i-really-mean-it if you are sure you wish to continue.");
            }
            draft.remove(filesystem.get());
            return HandleCommandResult.remark("filesystem '" + name + "' removed");
        });
    }

    private HandleCommandResult set(Command command) throws Exception {
        String value = command.string("val");
        return command.string("var").equals("joinable")
                ? change(command, (draft, filesystem) -> joinable(draft, filesystem, value))
                : change(command, (draft, filesystem) -> ranks(draft, filesystem, value));
    }

    private static HandleCommandResult joinable(FsDraft draft, Filesystem filesystem, String value) {
        boolean joinable = List.of("true", "yes", "1").contains(value);
        if (!joinable && !List.of("false", "no", "0").contains(value)) {
            return HandleCommandResult.error(Errno.EINVAL, "value must be false|no|0 or true|yes|1, not '" + value
                    + "'");
        }
        draft.replace(filesystem.withFailed(!joinable));
        return HandleCommandResult.remark(filesystem.name() + (joinable
                ? " marked joinable; MDS may join as newly active."
                : " marked not joinable; MDS cannot join as newly active."));
    }

    private static HandleCommandResult ranks(FsDraft draft, Filesystem filesystem, String value) {
        int wanted = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : -1;
        if (wanted < 1 || wanted > MOST_RANKS) {
            return HandleCommandResult.error(Errno.EINVAL,
                    "max_mds must be a number from 1 to " + MOST_RANKS + ", not '" + value + "'");
        }
        List<String> above = draft.servers(filesystem)
                .stream()
                .filter(m -> m.rank() >= wanted)
                .map(m -> "rank " + m.rank() + " is served by mds." + m.name())
                .toList();
        if (!above.isEmpty()) {
            return HandleCommandResult.error(Errno.EBUSY,
                    String.join(", ", above) + ": stop what serves the ranks from "
                            + wanted + " on first");
        }
        draft.replace(filesystem.withMaxMds(wanted));
        return HandleCommandResult.remark("set max_mds of " + filesystem.name() + " to " + wanted);
    }

    @FunctionalInterface
    private interface Change {
        HandleCommandResult apply(FsDraft draft, Filesystem filesystem);
    }

    private HandleCommandResult change(Command command, Change how) throws Exception {
        String name = command.string("fs_name");
        Function<FsDraft, HandleCommandResult> apply = draft -> draft.find(name)
                .map(filesystem -> how.apply(draft, filesystem))
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT, "Filesystem not found: '" + name + "'"));
        return maps.changeFs(apply);
    }
}
