package io.reeve.election;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * The members of ZooKeeper's ensemble, one after the other, without long waits at a dead one. ZooKeeper's client waits
 * for the session timeout divided by {@link #size} for one member, and a second after each round (ClientCnxn,
 * StaticHostProvider): if one of three hosts is gone, finding another takes so long that an active would step down.
 */
final class EnsembleHosts implements HostProvider {
    private static final int PARTS = 6;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final long ROUND_PAUSE_MS = 100;

    private final StaticHostProvider hosts;
    private final int parts;

    /** As {@code HOST:PORT,HOST:PORT/chroot} and the session timeout say. */
    EnsembleHosts(String connectString, Duration sessionTimeout) {
        hosts = new StaticHostProvider(new ConnectStringParser(connectString).getServerAddresses());
        parts = Math.toIntExact(Math.min(PARTS, sessionTimeout.dividedBy(SHORTEST)));
    }

    /** Not how many there are, but into how many waits a session timeout is divided. */
    @Override
    public int size() {
        return Math.max(hosts.size(), parts);
    }

    @Override
    public InetSocketAddress next(long spinDelay) {
        return hosts.next(Math.min(spinDelay, ROUND_PAUSE_MS));
    }

    @Override
    public void onConnected() {
        hosts.onConnected();
    }

    @Override
    public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress current) {
        return hosts.updateServerList(servers, current);
    }
}
