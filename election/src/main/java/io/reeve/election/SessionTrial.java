package io.reeve.election;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trial of a ZooKeeper session of its own: whether the servers want this process to authenticate otherwise than it does. */
final class SessionTrial {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int PATIENCE_SECONDS = 3;
    private static final String LOGIN = "the servers refuse the authentication (SASL) of this process: check the login that its JVM's"
            + " flags name, and for a password (DIGEST-MD5) that they have -Dzookeeper.fips-mode=false";
    private static final Logger LOG = LoggerFactory.getLogger(SessionTrial.class);

    private final ZooKeeperAccess access;

    SessionTrial(ZooKeeperAccess access) {
        this.access = access;
    }

    /** The reason why a session is refused; empty if none is known. Blocks for some seconds. */
    @SuppressWarnings("try") // its close may be interrupted, as this method may
    String refusal() throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(1);
        AtomicReference<KeeperState> state = new AtomicReference<>(KeeperState.Disconnected);
        try (ZooKeeper trial = new ZooKeeper(access.connectString(), TIMEOUT_MILLIS, event -> {
            if (event.getState() == KeeperState.SyncConnected || event.getState() == KeeperState.AuthFailed) {
                state.compareAndSet(KeeperState.Disconnected, event.getState());
                settled.countDown();
            }
        }, access.client())) {
            if (!settled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return "";
            }
            return state.get() == KeeperState.AuthFailed ? LOGIN : firstRead(trial);
        } catch (IOException e) {
            LOG.debug("no session for a trial", e);
            return "";
        }
    }

    private static String firstRead(ZooKeeper trial) throws InterruptedException {
        try {
            var _ = trial.exists("/", false);
            return "";
        } catch (KeeperException e) {
            return switch (e.code()) {
                case SESSIONCLOSEDREQUIRESASLAUTH ->
                    "the servers want clients that authenticate, as by SASL, and this process does not";
                case AUTHFAILED -> LOGIN;
                case NOAUTH -> "the servers refuse the authentication of this process: " + e.getMessage();
                default -> "";
            };
        }
    }
}
