package io.reeve.agent;

import io.reeve.report.ReporterRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** A running agent: one feed for each source, on a thread of its own, so that a slow source delays no other. */
final class Agent implements AutoCloseable {
    private final List<Feed> feeds;
    private final List<Thread> threads;
    private final ReporterRuntime runtime;
    private final CountDownLatch closed = new CountDownLatch(1);

    Agent(AgentOptions options, String version) {
        List<DaemonSource> sources = sources(options, new LocalHost(version));
        // A worker each: reading a source may take seconds.
        runtime = new ReporterRuntime(1, sources.size());
        ManagerAddresses managers = new ManagerAddresses(options.managers());
        feeds = sources.stream().map(source -> new Feed(source, managers, runtime)).toList();
        threads = feeds.stream().map(feed -> Thread.ofVirtual().name(feed.name()).unstarted(feed)).toList();
    }

    private static List<DaemonSource> sources(AgentOptions options, LocalHost host) {
        List<DaemonSource> sources = new ArrayList<>();
        String id = options.id().isEmpty() ? host.hostname() : options.id();
        sources.add(new HostSource(options.type(), id, host, options.location()));
        StoreShare share = new StoreShare(new TreeMap<>(options.osds()));
        options.osds()
                .forEach((number, path) -> sources.add(
                        OsdSource.remembering(number, path, host, options.location(), share, options.records())));
        options.zookeeper().forEach(server -> sources.add(new ZooKeeperSource(server, options.connector())));
        options.jvms()
                .forEach((name, address) -> sources.add(new JmxSource(name.substring(0, name.indexOf('.')),
                        name.substring(name.indexOf('.') + 1), address)));
        return sources;
    }

    /** Reports until {@link #close}. */
    void run() throws InterruptedException {
        threads.forEach(Thread::start);
        closed.await();
    }

    /** Ends all feeds; the managers hear that the daemons stop in good order. Waits 2 s at most for each feed. */
    @Override
    public void close() {
        feeds.forEach(Feed::close);
        for (Thread thread : threads) {
            if (thread.getState() == Thread.State.NEW) {
                continue;
            }
            try {
                boolean _ = thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        runtime.close();
        closed.countDown();
    }
}
