package io.reeve.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * The budget of open connections. Each new one is accepted: when there are too many, the longest idle connection of the
 * client that has most is closed. So a client that opens connections without end takes only from itself, and whoever
 * asks for health is always answered. While there is room a client may have as many as it likes, because a proxy is
 * one client.
 */
final class ConnectionBudget implements ChannelListener<StreamConnection> {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBudget.class);
    private static final long LOG_PERIOD = Duration.ofMinutes(1).toNanos();
    /** The part of an IPv6 address that one client is given as a whole. */
    private static final int IPV6_PREFIX = 8;

    /** One client, by address, and its connections; in both sets the one that changed least recently is first. */
    private static final class Client {
        private final ByteBuffer address;
        private final SequencedSet<StreamConnection> idle = new LinkedHashSet<>();
        private final SequencedSet<StreamConnection> busy = new LinkedHashSet<>();

        Client(ByteBuffer address) {
            this.address = address;
        }

        int size() {
            return idle.size() + busy.size();
        }
    }

    private final int most;
    private final ChannelListener<? super StreamConnection> next;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<ByteBuffer, Client> clients = new HashMap<>();
    @GuardedBy("lock")
    private final Map<StreamConnection, Client> open = new HashMap<>();
    @GuardedBy("lock")
    private long lastLog = System.nanoTime() - LOG_PERIOD;

    /**
     * @param most the number of connections
     * @param next takes an accepted connection
     */
    ConnectionBudget(int most, ChannelListener<? super StreamConnection> next) {
        this.most = most;
        this.next = next;
    }

    @Override
    public void handleEvent(StreamConnection accepted) {
        StreamConnection victim = admit(accepted);
        if (victim != null) {
            victim.getIoThread().execute(() -> IoUtils.safeClose(victim));
        }
        next.handleEvent(accepted);
        accepted.setCloseListener(this::release); // beside the listener that is there
        if (!accepted.isOpen()) {
            release(accepted);
        }
    }

    /** A request began, so its connection is not idle until it ends. */
    void began(HttpServerExchange exchange) {
        if (exchange.getConnection() instanceof HttpServerConnection connection) {
            move(connection.getChannel(), true);
            exchange.addExchangeCompleteListener((ended, following) -> {
                move(connection.getChannel(), ended.isUpgrade());
                following.proceed();
            });
        }
    }

    private void move(StreamConnection connection, boolean busy) {
        synchronized (lock) {
            Client client = open.get(connection);
            if (client != null) {
                (busy ? client.idle : client.busy).remove(connection);
                (busy ? client.busy : client.idle).add(connection);
            }
        }
    }

    /** Counts a new connection; returns another that has to go for it, or null. */
    private @Nullable StreamConnection admit(StreamConnection accepted) {
        synchronized (lock) {
            StreamConnection victim = open.size() < most ? null : idlestOfLargest();
            if (victim != null) {
                forget(victim);
            }
            Client client = clients.computeIfAbsent(address(accepted), Client::new);
            client.idle.add(accepted);
            open.put(accepted, client);
            return victim;
        }
    }

    @GuardedBy("lock")
    private StreamConnection idlestOfLargest() {
        Client largest = clients.values().stream().max(Comparator.comparingInt(Client::size)).orElseThrow();
        long now = System.nanoTime();
        if (now - lastLog >= LOG_PERIOD) {
            lastLog = now;
            LOG.warn("all {} HTTP connections are in use: the idlest ones of the client with most are closed, now those"
                    + " of {} with {}", most, name(largest.address), largest.size());
        }
        return (largest.idle.isEmpty() ? largest.busy : largest.idle).getFirst();
    }

    /** The number of open connections. */
    int open() {
        synchronized (lock) {
            return open.size();
        }
    }

    private void release(StreamConnection closed) {
        synchronized (lock) {
            forget(closed);
        }
    }

    @GuardedBy("lock")
    private void forget(StreamConnection gone) {
        Client client = open.remove(gone);
        if (client != null) {
            client.idle.remove(gone);
            client.busy.remove(gone);
            if (client.size() == 0) {
                clients.remove(client.address);
            }
        }
    }

    private static ByteBuffer address(StreamConnection connection) {
        return address(connection.getPeerAddress(InetSocketAddress.class));
    }

    /** The address by which clients are told apart. */
    static ByteBuffer address(@Nullable InetSocketAddress peer) {
        InetAddress address = peer == null ? null : peer.getAddress();
        byte[] bytes = address == null ? new byte[0] : address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, bytes.length == 16 ? IPV6_PREFIX : bytes.length))
                .slice();
    }

    private static String name(ByteBuffer address) {
        StringBuilder name = new StringBuilder();
        for (int i = address.position(); i < address.limit(); i++) {
            name.append(name.isEmpty() ? "" : ".").append(address.get(i) & 0xff);
        }
        return name.toString();
    }
}
