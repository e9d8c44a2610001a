package io.reeve.election;

import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watcher of one ZooKeeper client, which hands Curator a refused login as an expired session. After a refused login the client
 * is dead; Curator would keep it and believe itself connected, where after an expired session it makes another client.
 */
final class LoginWatcher implements Watcher {
    private static final int PAUSE_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(LoginWatcher.class);

    private final Watcher curator;
    private final Runnable refused;

    /** @param refused run when a login is refused, before Curator knows; on the client's event thread */
    LoginWatcher(Watcher curator, Runnable refused) {
        this.curator = curator;
        this.refused = refused;
    }

    @Override
    public void process(WatchedEvent event) {
        if (!isRefusal(event)) {
            curator.process(event);
            return;
        }
        refused.run();
        try {
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS); // this thread has nothing else to do: its client is dead
        } catch (InterruptedException e) {
            LOG.debug("no longer waited for", e);
            Thread.currentThread().interrupt();
        }
        curator.process(new WatchedEvent(Event.EventType.None, Event.KeeperState.Expired, null));
    }

    /** Whether a login is refused. The event has no state where the client itself refuses, as it does DIGEST-MD5 in its FIPS mode. */
    private static boolean isRefusal(WatchedEvent event) {
        return event.getState() == null || event.getState() == Event.KeeperState.AuthFailed;
    }
}
