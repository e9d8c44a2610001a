package io.reeve.api;

import io.reeve.api.cluster.DaemonId;

/**
 * Who is to answer a command.
 *
 * @param type {@code mon} for what is built in, {@code mgr} for the commands of modules, else the type of a daemon
 * @param id   of the daemon; empty for {@link #MON} and {@link #MGR}
 */
public record CommandTarget(String type, String id) {
    /** The cluster's own commands, those that Ceph's monitors and we have built in. */
    public static final CommandTarget MON = new CommandTarget("mon", "");
    /** The commands of the enabled modules. */
    public static final CommandTarget MGR = new CommandTarget("mgr", "");

    public CommandTarget {
        if (id.isEmpty() ? !type.equals("mon") && !type.equals("mgr") : !DaemonId.isValid(type, id)) {
            throw new IllegalArgumentException("'" + type + "." + id
                    + "' is not a target: use MON, MGR or daemon(TYPE, ID)");
        }
    }

    /** A reporting daemon. */
    public static CommandTarget daemon(String type, String id) {
        return new CommandTarget(type, id);
    }

    /** Whether it is a reporting daemon. */
    public boolean isDaemon() {
        return !id.isEmpty();
    }

    @Override
    public String toString() {
        return isDaemon() ? type + "." + id : type;
    }
}
