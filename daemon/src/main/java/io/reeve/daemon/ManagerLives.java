package io.reeve.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.election.ConfirmedEpochs;
import io.reeve.election.LayoutException;
import io.reeve.election.NameTakenException;
import io.reeve.election.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The managers that one process runs, one after the other. The next one begins when the data in ZooKeeper were replaced under
 * the one before it, as nothing that it knows of the cluster holds any more. It has the same ports and another gid; only the
 * epochs that were seen are carried over.
 */
final class ManagerLives {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(ManagerLives.class);

    private final IntConsumer exit;
    private final ConfirmedEpochs confirmed = new ConfirmedEpochs();
    @GuardedBy("this")
    private @Nullable Manager current;
    @GuardedBy("this")
    private boolean stopping;

    ManagerLives(IntConsumer exit) {
        this.exit = exit;
    }

    /** Runs managers until the process ends; the exit status. Fails as the first one does. */
    int run(ManagerConfig config) throws Exception {
        ProcessExit.onExit(this::stop);
        Manager manager = next(config);
        if (manager != null) {
            manager.start();
            manager.understudy();
        }
        while (manager != null) {
            manager.awaitReplacedData();
            manager = beginAnew(manager);
        }
        return ProcessExit.OK;
    }

    private @Nullable Manager beginAnew(Manager before) throws InterruptedException {
        ManagerConfig config = before.bound();
        before.close();
        while (true) {
            Thread.sleep(PAUSE);
            Manager manager = next(config);
            if (manager == null) {
                return null;
            }
            try {
                LOG.warn("beginning anew");
                manager.start();
                return manager;
            } catch (IOException | NameTakenException | LayoutException | UnavailableException e) {
                LOG.error("could not begin anew, trying again: {}", e.getMessage());
                manager.close();
            }
        }
    }

    /** The next manager, which is stopped when the process ends; null if it ends already. */
    private synchronized @Nullable Manager next(ManagerConfig config) {
        current = stopping ? null : new Manager(config, exit, confirmed);
        return current;
    }

    private void stop() {
        Manager last;
        synchronized (this) {
            stopping = true;
            last = current;
        }
        if (last != null) {
            last.close();
        }
    }
}
