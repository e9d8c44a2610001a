package io.reeve.election;

import io.reeve.api.cluster.MgrMap;

/** The refusal to start under a name that another live process has. */
public final class NameTakenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient MgrMap.Manager holder;

    public NameTakenException(MgrMap.Manager holder) {
        super("the name '" + holder.name() + "' is taken by a live manager: host " + holder.host() + ", pid " + holder
                .pid() + ", " + holder.url() + ". Give this manager another --id, or stop that one");
        this.holder = holder;
    }

    /** The manager that has the name. */
    public MgrMap.Manager holder() {
        return holder;
    }
}
