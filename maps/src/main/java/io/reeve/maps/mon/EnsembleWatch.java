package io.reeve.maps.mon;

import io.reeve.election.ZooKeeperAccess;
import io.reeve.store.EnsembleReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch on the ZooKeeper ensemble: its thread probes all servers every 5 s. */
public final class EnsembleWatch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleWatch.class);

    private final EnsembleReader reader;
    private final EnsembleConfig told;
    private final boolean secure;
    private final String fsid;
    private final Clock clock;
    private final Consumer<MonMap> changed;
    private final ServerProbe probe;
    private final ExecutorService probes = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("reeve-ensemble-probe-", 0).factory());
    private final Thread thread = Thread.ofPlatform().daemon().name("reeve-ensemble").unstarted(this::run);
    private @Nullable MonMap last; // the thread's own

    /**
     * @param access  the way by which the servers are probed
     * @param changed called with each map that differs from the one before, on the watch's thread
     */
    public EnsembleWatch(EnsembleReader reader, ZooKeeperAccess access, String fsid, Clock clock,
            Consumer<MonMap> changed) {
        this.reader = reader;
        this.told = EnsembleConfig.ofConnectString(access.connectString());
        this.secure = access.isSecure();
        this.probe = new ServerProbe(Duration.ofSeconds(1), access::connect);
        this.fsid = fsid;
        this.clock = clock;
        this.changed = changed;
    }

    /** Starts the thread. To be called once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                try {
                    look();
                } catch (ExecutionException | RuntimeException e) {
                    LOG.warn("the ZooKeeper servers could not be probed: {}", e.toString(), e);
                }
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("closed");
        }
    }

    private void look() throws InterruptedException, ExecutionException {
        MonMap now = probe();
        if (last == null || !same(last, now)) {
            last = now;
            changed.accept(now);
        }
    }

    /** Probes all servers now. Blocks; any thread. */
    public MonMap probe() throws InterruptedException, ExecutionException {
        EnsembleConfig config = EnsembleConfig.ofNode(reader.configuration()).reachable(told, secure);
        List<ServerProbe.Answer> answers = ask(config);
        if (isElsewhere(config, answers)) {
            config = new EnsembleConfig(config.version(), told.members());
            answers = ask(config);
        }
        return map(config, answers, clock.millis());
    }

    private List<ServerProbe.Answer> ask(EnsembleConfig config) throws InterruptedException, ExecutionException {
        List<Future<ServerProbe.Answer>> asked = new ArrayList<>();
        config.members().forEach(m -> asked.add(probes.submit(() -> probe.ask(m))));
        List<ServerProbe.Answer> answers = new ArrayList<>();
        for (Future<ServerProbe.Answer> one : asked) {
            answers.add(one.get());
        }
        return answers;
    }

    /** Whether servers are silent at addresses that are not in the connect string; behind NAT the configured ones are wrong. */
    private boolean isElsewhere(EnsembleConfig config, List<ServerProbe.Answer> answers) {
        List<String> known = told.members().stream().map(EnsembleConfig.Member::address).toList();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).mode() == MonMap.Mode.DOWN && !known.contains(config.members().get(i).address())) {
                return config.members().size() == known.size();
            }
        }
        return false;
    }

    private MonMap map(EnsembleConfig config, List<ServerProbe.Answer> answers, long millis) {
        List<MonMap.Mon> mons = new ArrayList<>();
        long election = 0;
        int self = -1;
        String connected = reader.connectedTo();
        for (int i = 0; i < answers.size(); i++) {
            EnsembleConfig.Member member = config.members().get(i);
            ServerProbe.Answer answer = answers.get(i);
            election = Math.max(election, answer.election());
            mons.add(new MonMap.Mon(i, member.name(), member.address(), member.voter(), answer.mode(),
                    answer.version()));
            self = isAt(member, connected) ? i : self;
        }
        return new MonMap(fsid, Math.max(1, config.version()), millis, election, self, mons);
    }

    private static boolean isAt(EnsembleConfig.Member member, String address) {
        if (!address.endsWith(":" + member.port())) {
            return false;
        }
        try {
            for (InetAddress one : InetAddress.getAllByName(member.host())) {
                if (address.equals(one.getHostAddress() + ":" + member.port())
                        || address.equals("[" + one.getHostAddress() + "]:" + member.port())) {
                    return true;
                }
            }
        } catch (UnknownHostException e) {
            LOG.debug("{} has no address", member.host(), e);
        }
        return false;
    }

    private static boolean same(MonMap a, MonMap b) {
        return a.epoch() == b.epoch() && a.election() == b.election() && a.self() == b.self()
                && a.mons().equals(b.mons());
    }

    @Override
    public void close() {
        thread.interrupt();
        probes.shutdownNow();
    }
}
