package io.reeve.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
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
    private static final AttachmentKey<Use> USE = AttachmentKey.create(Use.class);

    /** One client, by address, and its connections. */
    private static final class Client {
        private final ByteBuffer address;
        /** Those that may be idle, in the order in which they came or were last found in use. */
        private final SequencedSet<Use> idle = new LinkedHashSet<>();
        /** Those that had a request under way when they were looked at. */
        private final SequencedSet<Use> busy = new LinkedHashSet<>();

        Client(ByteBuffer address) {
            this.address = address;
        }

        int size() {
            return idle.size() + busy.size();
        }
    }

    /**
     * The use of one connection. Its requests only set flags, so they need no lock that all connections share; the flags are
     * looked at when a connection has to go ("second chance", as in page replacement).
     */
    private final class Use implements ExchangeCompletionListener {
        private final StreamConnection connection;
        private final Client client;
        private volatile boolean used;
        private volatile boolean underWay;
        /** Whether it is among the busy ones. Written under the lock, before {@code underWay} is read once more. */
        private volatile boolean setAside;

        Use(StreamConnection connection, Client client) {
            this.connection = connection;
            this.client = client;
        }

        void began() {
            used = true;
            underWay = true;
        }

        @Override
        public void exchangeEvent(HttpServerExchange ended, NextListener following) {
            if (!ended.isUpgrade()) {
                underWay = false;
                if (setAside) {
                    takeBack(this);
                }
            }
            following.proceed();
        }
    }

    private final int most;
    private final ChannelListener<? super StreamConnection> next;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<ByteBuffer, Client> clients = new HashMap<>();
    @GuardedBy("lock")
    private final Map<StreamConnection, Use> open = new HashMap<>();
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
        Use use = exchange.getConnection() instanceof HttpServerConnection connection ? use(connection) : null;
        if (use != null) {
            use.began();
            exchange.addExchangeCompleteListener(use);
        }
    }

    private @Nullable Use use(HttpServerConnection connection) {
        Use known = connection.getAttachment(USE);
        if (known != null) {
            return known;
        }
        synchronized (lock) {
            Use use = open.get(connection.getChannel());
            if (use != null) {
                connection.putAttachment(USE, use);
            }
            return use;
        }
    }

    private void takeBack(Use use) {
        synchronized (lock) {
            if (use.setAside && use.client.busy.remove(use)) {
                use.client.idle.add(use);
            }
            use.setAside = false;
        }
    }

    /** Counts a new connection; returns another that has to go for it, or null. */
    private @Nullable StreamConnection admit(StreamConnection accepted) {
        synchronized (lock) {
            StreamConnection victim = open.size() < most ? null : idlest(largest());
            if (victim != null) {
                forget(victim);
            }
            Client client = clients.computeIfAbsent(
                    ClientAddress.of(accepted.getPeerAddress(InetSocketAddress.class)), Client::new);
            Use use = new Use(accepted, client);
            client.idle.add(use);
            open.put(accepted, use);
            return victim;
        }
    }

    @GuardedBy("lock")
    private Client largest() {
        Client largest = clients.values().stream().max(Comparator.comparingInt(Client::size)).orElseThrow();
        long now = System.nanoTime();
        if (now - lastLog >= LOG_PERIOD) {
            lastLog = now;
            LOG.warn("all {} HTTP connections are in use: the idlest ones of the client with most are closed, now those"
                    + " of {} with {}", most, name(largest.address), largest.size());
        }
        return largest;
    }

    /** The connection that was idle for longest; if all are busy, the one that was first found to be. */
    @GuardedBy("lock")
    private StreamConnection idlest(Client client) {
        for (int looks = 2 * client.idle.size(); looks > 0 && !client.idle.isEmpty(); looks--) {
            Use first = client.idle.getFirst();
            if (!first.used && !first.underWay) {
                return first.connection;
            }
            client.idle.remove(first);
            first.used = false;
            first.setAside = true;
            if (first.underWay) {
                client.busy.add(first);
            } else {
                first.setAside = false;
                client.idle.add(first);
            }
        }
        return (client.idle.isEmpty() ? client.busy : client.idle).getFirst().connection;
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
        Use use = open.remove(gone);
        if (use != null) {
            use.client.idle.remove(use);
            use.client.busy.remove(use);
            if (use.client.size() == 0) {
                clients.remove(use.client.address);
            }
        }
    }

    private static String name(ByteBuffer address) {
        StringBuilder name = new StringBuilder();
        for (int i = address.position(); i < address.limit(); i++) {
            name.append(name.isEmpty() ? "" : ".").append(address.get(i) & 0xff);
        }
        return name.toString();
    }
}
