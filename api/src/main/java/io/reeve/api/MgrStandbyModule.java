package io.reeve.api;

import java.util.Optional;

/**
 * What a module does on a manager that stands by. It can log, read its options and its store, answer HTTP under
 * {@code /NAME/}, and ask where the active one is; it has no commands, no notifications, no writes and no cluster state,
 * and cannot get at them: that is the point.
 *
 * <p>A module without a standby class does nothing on standbys; HTTP requests for it are redirected to the active one.
 */
public abstract non-sealed class MgrStandbyModule extends BaseModule {
    private final StandbyContext context;

    /** Called on the manager's side; a module passes on what it gets. */
    protected MgrStandbyModule(StandbyContext context) {
        super(context);
        this.context = context;
    }

    /**
     * Where the same module answers on the available active manager: what it published by {@link MgrModule#setUri}, else
     * the active's advertised URL followed by {@code NAME/}. Empty while no manager is available; the new one at once
     * after a failover. Never blocks.
     */
    public final Optional<String> getActiveUri() {
        return context.activeUri();
    }
}
