package io.reeve.daemon;

import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.rehearsal.Player;
import io.reeve.daemon.role.RoleState;
import io.reeve.election.ConfirmedEpochs;

/** A manager of a rehearsal. It cannot end the process. */
final class PlayingManager implements Player {
    private final Manager manager;

    PlayingManager(ManagerConfig config) {
        manager = new Manager(config, _ -> {}, new ConfirmedEpochs());
    }

    @Override
    public void start() throws Exception {
        manager.start();
    }

    @Override
    public int httpPort() {
        return manager.bound().http().port();
    }

    @Override
    public int reportPort() {
        return manager.bound().report().port();
    }

    @Override
    public boolean standsBy() {
        return manager.standsBy();
    }

    @Override
    public boolean isActive() {
        return manager.role() instanceof RoleState.Active<?, ?>;
    }

    @Override
    public void vanish() {
        manager.vanish();
    }

    @Override
    public void close() {
        manager.close();
    }
}
