package io.reeve.election;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * The members of the ZooKeeper ensemble in turn, without a long wait at a dead one. ZooKeeper's client waits for each
 * member for the ZooKeeper session timeout divided by {@link #size}, and for a second after each round (ClientCnxn,
 * StaticHostProvider). With one of three hosts gone, the next one would be found only after an active had stepped down.
 */
final class EnsembleHosts implements HostProvider {
    private static final int PARTS = 6;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final long ROUND_PAUSE_MS = 100;

    private final StaticHostProvider hosts;
    private final int parts;

    /** @param connectString {@code HOST:PORT,HOST:PORT/chroot} */
    EnsembleHosts(String connectString, Duration sessionTimeout) {
        hosts = new StaticHostProvider(new ConnectStringParser(connectString).getServerAddresses());
        parts = Math.toIntExact(Math.min(PARTS, sessionTimeout.dividedBy(SHORTEST)));
    }

    /** The number of waits into which a ZooKeeper session timeout is divided; not the number of members. */
    @Override
    public int size() {
        return Math.max(hosts.size(), parts);
    }

    @Override
    public InetSocketAddress next(long spinDelay) {
        return named(hosts.next(Math.min(spinDelay, ROUND_PAUSE_MS)));
    }

    /**
     * The server by the name or address that it is configured with. ZooKeeper's client would ask the name service for a name of
     * an address, and TLS would then verify that name.
     */
    private static InetSocketAddress named(InetSocketAddress server) {
        InetAddress address = server.getAddress();
        if (address == null || (address instanceof Inet6Address six && six.getScopeId() != 0)) {
            return server;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(server.getHostString(), address.getAddress()),
                    server.getPort());
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
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
