package io.reeve.api;

import io.reeve.api.cluster.DaemonId;

/**
 * The receiver of a command.
 *
 * @param type {@code mon} for built-in commands, {@code mgr} for commands of modules, else a reporting daemon's
 * @param id   the id of the daemon; empty for {@link #MON} and {@link #MGR}
 */
public record CommandTarget(String type, String id) {
    /** The built-in commands: those of Ceph's monitors that Reeve has, and its own. */
    public static final CommandTarget MON = new CommandTarget("mon", "");
    /** The commands of the enabled modules. */
    public static final CommandTarget MGR = new CommandTarget("mgr", "");

    public CommandTarget {
        if (id.isEmpty() ? !type.equals("mon") && !type.equals("mgr") : !DaemonId.isValid(type, id)) {
            throw new IllegalArgumentException("'" + type + "." + id
                    + "' is not a target: use MON, MGR or daemon(TYPE, ID)");
        }
    }

    /**
     * A reporting daemon as target.
     *
     * @throws IllegalArgumentException if there can be no daemon of this type and id
     */
    public static CommandTarget daemon(String type, String id) {
        DaemonId daemon = new DaemonId(type, id);
        return new CommandTarget(daemon.type(), daemon.id());
    }

    /** Whether the target is a reporting daemon. */
    public boolean isDaemon() {
        return !id.isEmpty();
    }

    @Override
    public String toString() {
        return isDaemon() ? type + "." + id : type;
    }
}
