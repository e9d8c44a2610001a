package io.reeve.election.testing;

import io.reeve.api.cluster.MgrMap;
import io.reeve.election.ConfirmedEpochs;
import io.reeve.election.Election;
import io.reeve.election.ElectionConfig;
import io.reeve.election.HistoryEntry;
import io.reeve.election.Leadership;
import io.reeve.election.LeadershipListener;
import io.reeve.election.NameProbe;
import io.reeve.election.ZooKeeperSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** A manager that only takes part in the election, and remembers what it was told. */
public final class TestManager implements AutoCloseable, LeadershipListener {
    private static final AtomicLong GIDS = new AtomicLong(1000);
    private final String address;
    private final ZooKeeperSession session;
    private final Election election;
    private final MgrMap.Manager self;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Leadership> leaderships = new CopyOnWriteArrayList<>();

    /** Starts one. */
    public static TestManager start(String address, String name, Duration timeout, @Nullable Integer priority,
            NameProbe probe) throws Exception {
        return start(address, name, timeout, priority, probe, new ConfirmedEpochs());
    }

    /** The same, in a process that may have seen epochs before. */
    public static TestManager start(String address, String name, Duration timeout, @Nullable Integer priority,
            NameProbe probe, ConfirmedEpochs confirmed) throws Exception {
        var manager = new TestManager(address, name, timeout, priority, probe, confirmed);
        try {
            manager.election.start();
        } catch (Exception e) {
            manager.session.close();
            throw e;
        }
        return manager;
    }

    public static MgrMap.Manager describe(String name, @Nullable Integer priority) {
        return new MgrMap.Manager(name, GIDS.incrementAndGet(), "host", 42, "http://" + name + "/", name + ":6800", "1",
                priority, List.of(), java.util.Map.of());
    }

    private TestManager(String address, String name, Duration timeout, @Nullable Integer priority, NameProbe probe,
            ConfirmedEpochs confirmed)
            throws InterruptedException {
        this.address = address;
        self = describe(name, priority);
        session = ZooKeeperSession.connect(address, timeout);
        election = new Election(session, ElectionConfig.of("test", priority, confirmed), self, this, probe);
    }

    public Election election() {
        return election;
    }

    public ZooKeeperSession session() {
        return session;
    }

    public MgrMap.Manager self() {
        return self;
    }

    public String name() {
        return self.name();
    }

    /** What it was told, such as {@code elected 3}. */
    public List<String> events() {
        return events;
    }

    /** The last leadership. */
    public Leadership leadership() {
        return leaderships.getLast();
    }

    public boolean leads() {
        return !leaderships.isEmpty() && leadership().mayAct();
    }

    /** The entries of the history for the epochs from 1 to {@code last}, without those that are not kept. */
    public List<HistoryEntry> history(long last) {
        return LongStream.rangeClosed(1, last).boxed().flatMap(epoch -> election.history(epoch).stream()).toList();
    }

    /** Ends its session at the server, as an expiry does. */
    public void killSession() throws Exception {
        ZooKeeper zk = session.client().getZookeeperClient().getZooKeeper();
        var connected = new CountDownLatch(1);
        var same = new ZooKeeper(address, 5000, _ -> connected.countDown(), zk.getSessionId(), zk.getSessionPasswd());
        if (!connected.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not connected: " + same);
        }
        same.close();
    }

    @Override
    public void elected(Leadership leadership) {
        leaderships.add(leadership);
        events.add("elected " + leadership.epoch());
    }

    @Override
    public void frozen(Leadership leadership, String why) {
        events.add("frozen " + leadership.epoch());
    }

    @Override
    public void thawed(Leadership leadership) {
        events.add("thawed " + leadership.epoch());
    }

    @Override
    public void ended(Leadership leadership, String why, long deadlineNanos) {
        events.add("ended " + leadership.epoch() + ": " + why);
    }

    /** Dies without a word, as far as others can see: its session ends without being closed by the election. */
    public void die() {
        session.close();
    }

    @Override
    public void close() {
        election.close();
        session.close();
    }
}
