package io.reeve.api;

import java.util.Optional;

/**
 * A module on a standby manager. It can log, read its options and its store, answer HTTP requests under {@code /NAME/},
 * and look up the active instance. It deliberately has no access to commands, notifications, writes and the cluster's
 * state.
 *
 * <p>A module without a standby class does not run on standbys; HTTP requests for it are redirected to the active
 * manager.
 */
public abstract non-sealed class MgrStandbyModule extends BaseModule {
    private final StandbyContext context;

    /** Creates the module. The subclass passes on the context that it gets. */
    protected MgrStandbyModule(StandbyContext context) {
        super(context);
        this.context = context;
    }

    /**
     * The URI of the same module on the active manager: the one that it published by {@link MgrModule#setUri}, else the
     * manager's advertised URL followed by {@code NAME/}. Empty while no active manager is available. Never blocks.
     */
    public final Optional<String> getActiveUri() {
        return context.activeUri();
    }
}
