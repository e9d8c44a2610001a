package io.reeve.election;

import io.reeve.election.ServerTrial.Result;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.zookeeper.client.ConnectStringParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch for a ZooKeeper ensemble that takes no connection of this process though it is there: for want of TLS, for a
 * certificate, for want of authentication. While no connection lasts it tries the servers every few seconds, and says why they
 * refuse, in the log once for each kind of reason.
 */
final class RefusalWatch implements AutoCloseable {
    private static final int PERIOD_SECONDS = 3;
    private static final int LIMIT_MILLIS = 1_000;
    /** How many looks there are for one that opens a session, which costs the servers writes. */
    private static final int SELDOM = 5;
    private static final Logger LOG = LoggerFactory.getLogger(RefusalWatch.class);

    private final List<InetSocketAddress> servers;
    private final ServerTrial trial;
    private final SessionTrial session;
    private final BooleanSupplier lasting;
    private final BooleanSupplier unwanted;
    private final Consumer<String> told;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param lasting  whether a connection has lasted for a while
     * @param unwanted whether there has been none yet, or connections end as soon as they have begun
     * @param told    told the reason whenever it changes; empty for none. On the watch's thread
     */
    RefusalWatch(ZooKeeperAccess access, BooleanSupplier lasting, BooleanSupplier unwanted, Consumer<String> told) {
        this.servers = new ConnectStringParser(access.connectString()).getServerAddresses();
        this.trial = new ServerTrial(access, LIMIT_MILLIS);
        this.session = new SessionTrial(access);
        this.lasting = lasting;
        this.unwanted = unwanted;
        this.told = told;
    }

    /** Begins to look, unless that is under way; a connection has ended, or there has been none yet. Does not block. */
    void begin() {
        if (!closed && looking.compareAndSet(false, true)) {
            var _ = Thread.ofVirtual().name("reeve-zookeeper-trial").start(this::look);
        }
    }

    private void look() {
        var news = new RefusalNews(told, why -> LOG.error("no ZooKeeper server takes this process: {}", why));
        try {
            for (int looks = 1; !pause(); looks++) {
                String now = reason(unwanted.getAsBoolean() || looks % SELDOM == 0);
                if (!closed) {
                    news.now(now);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("ended", e);
        } finally {
            looking.set(false);
        }
        if (!closed) {
            news.now("");
        }
        if (!closed && !lasting.getAsBoolean()) { // ended again in the meantime
            begin();
        }
    }

    /** Waits for the time of the next look; true if none is needed any more. */
    private boolean pause() throws InterruptedException {
        TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
        return closed || lasting.getAsBoolean();
    }

    /**
     * Why the servers refuse this process; empty if one would take it, or none can be reached.
     *
     * @param sessions whether to open a session where a connection is not refused
     */
    String reason(boolean sessions) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        boolean refused = false;
        for (InetSocketAddress server : servers) {
            String name = server.getHostString() + ":" + server.getPort() + ": ";
            switch (trial.of(server)) {
                case Result.Fine _ -> {
                    return sessions ? session.refusal() : "";
                }
                case Result.Unreachable(String why) -> reasons.add(name + "no connection (" + why + ")");
                case Result.Refused(String why) -> {
                    refused = true;
                    reasons.add(name + why);
                }
            }
        }
        return refused ? String.join("; ", reasons) : "";
    }

    @Override
    public void close() {
        closed = true;
    }
}
