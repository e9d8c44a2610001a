package io.reeve.agent;

import io.reeve.report.Reporter;
import io.reeve.report.ReporterRuntime;
import io.reeve.report.ReporterState;
import io.reeve.report.protocol.PlacementGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of one source, which is reported as a daemon while it can be read. While it cannot, its daemon is missing,
 * as if it reported by itself and had stopped.
 */
final class Feed implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** The time without an active manager after which the managers' URLs are asked again, as all may have moved. */
    private static final Duration LOST = Duration.ofSeconds(30);

    /**
     * The types of daemon that have maps of their own; all others are service daemons, forgotten when they stop
     * reporting.
     */
    private static final Set<String> MAPPED = Set.of("osd", "mon", "mds", "mgr");

    private final DaemonSource source;
    private final ManagerAddresses managers;
    private final ReporterRuntime runtime;
    private final String name;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable IOException failure;
    private boolean told;

    Feed(DaemonSource source, ManagerAddresses managers, ReporterRuntime runtime) {
        this.source = source;
        this.managers = managers;
        this.runtime = runtime;
        this.name = source.type() + "." + source.id();
    }

    String name() {
        return name;
    }

    /** Reports until {@link #close}. */
    @Override
    public void run() {
        try {
            while (closed.getCount() > 0) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() throws InterruptedException {
        try {
            Reading first = source.read();
            List<String> addresses = managers.find();
            told = false;
            report(first, addresses);
        } catch (IOException e) {
            if (!told) {
                LOG.warn("{} is not reported: {}. It is tried again every {} s.", name, e.getMessage(),
                        RETRY.toSeconds());
                told = true;
            }
            boolean _ = closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Reports until the source fails, no manager has taken reports for {@link #LOST}, or the feed is closed. */
    private void report(Reading first, List<String> addresses) throws IOException, InterruptedException {
        failure = null;
        Collector collector = new Collector();
        try (Reporter reporter = Reporter.builder(source.type(), source.id())
                .managers(addresses)
                .service(!MAPPED.contains(source.type()))
                .metadata(first.metadata())
                .version(first.metadata().getOrDefault("version", ""))
                .collector(collector)
                .runtime(runtime)
                .start()) {
            collector.use(reporter, first);
            LOG.info("{} is reported to {}", name, addresses);
            long reportedAt = System.nanoTime();
            while (!closed.await(500, TimeUnit.MILLISECONDS)) {
                IOException failed = failure;
                if (failed != null) {
                    throw failed;
                }
                if (reporter.state() == ReporterState.REPORTING) {
                    reportedAt = System.nanoTime();
                } else if (System.nanoTime() - reportedAt > LOST.toNanos()) {
                    return;
                }
            }
        }
    }

    void close() {
        closed.countDown();
    }

    /** The task that reads the source before each report, on one thread at a time. */
    private final class Collector implements Runnable {
        private @Nullable Reporter reporter;
        private @Nullable SourceCounters sink;

        synchronized void use(Reporter started, Reading first) {
            reporter = started;
            sink = new SourceCounters(started);
            tell(started, sink, first);
        }

        @Override
        public synchronized void run() {
            Reporter to = reporter;
            SourceCounters counters = sink;
            if (to == null || counters == null) {
                return; // the first reading is about to be told
            }
            try {
                tell(to, counters, source.read());
            } catch (IOException e) {
                failure = e;
            }
        }

        private void tell(Reporter to, SourceCounters counters, Reading reading) {
            counters.set(reading.values());
            to.metadata(reading.metadata());
            to.status(reading.status());
            if (!reading.groups().isEmpty() || source.type().equals("osd")) {
                to.placementGroups(reading.groups().stream().map(Feed::group).toList());
            }
        }
    }

    private static PlacementGroup group(Reading.Group group) {
        return new PlacementGroup(group.pgid(), "active+clean", group.objects(), group.bytes());
    }
}
