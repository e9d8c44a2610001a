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
 * as if it reported by itself and had stopped. Nothing that a source throws ends the feed.
 */
final class Feed implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** The time without an active manager after which the managers' URLs are asked again, as all may have moved. */
    static final Duration LOST = Duration.ofSeconds(3);

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
    private final Duration retry;
    private final Complaints complaints;
    private volatile @Nullable Exception failure;

    Feed(DaemonSource source, ManagerAddresses managers, ReporterRuntime runtime) {
        this(source, managers, runtime, RETRY);
    }

    Feed(DaemonSource source, ManagerAddresses managers, ReporterRuntime runtime, Duration retry) {
        this.retry = retry;
        this.source = source;
        this.managers = managers;
        this.runtime = runtime;
        this.name = source.type() + "." + source.id();
        this.complaints = new Complaints(name);
    }

    String name() {
        return name;
    }

    /** Reports until {@link #close}. */
    @Override
    public void run() {
        while (closed.getCount() > 0) {
            try {
                once();
            } catch (InterruptedException e) {
                // Only close() ends a feed; a source may have left its thread interrupted.
            }
        }
    }

    private void once() throws InterruptedException {
        try {
            Reading first = source.read();
            report(first, managers.find());
        } catch (IOException e) {
            later(e.getMessage(), null);
        } catch (RuntimeException | Error e) {
            later(e.toString(), e);
        }
    }

    private void later(@Nullable String reason, @Nullable Throwable cause) throws InterruptedException {
        complaints.tell(name, "it is not reported: " + reason + ". It is tried again every " + retry.toSeconds() + " s",
                cause);
        boolean _ = closed.await(retry.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reports until the source fails or the feed is closed. */
    private void report(Reading first, List<String> addresses) throws IOException, InterruptedException {
        failure = null;
        Reading reading = ReportLimits.within(first, complaints);
        Collector collector = new Collector();
        try (Reporter reporter = Reporter.builder(source.type(), source.id())
                .managers(addresses)
                .service(!MAPPED.contains(source.type()))
                .metadata(reading.metadata())
                .version(reading.metadata().getOrDefault("version", ""))
                .collector(collector)
                .runtime(runtime)
                .start()) {
            collector.use(reporter, reading);
            LOG.info("{} is reported to {}", name, addresses);
            long askedAt = System.nanoTime();
            while (!closed.await(500, TimeUnit.MILLISECONDS)) {
                rethrow(failure);
                if (reporter.state() == ReporterState.REPORTING) {
                    askedAt = System.nanoTime();
                } else if (System.nanoTime() - askedAt > LOST.toNanos()) {
                    askAgain(reporter);
                    askedAt = System.nanoTime();
                }
            }
        }
    }

    /** Asks the managers' URLs for the managers of today. */
    private void askAgain(Reporter reporter) throws InterruptedException {
        try {
            reporter.managers(managers.find());
            complaints.solved("managers");
        } catch (IOException | RuntimeException e) {
            complaints.tell("managers", "no manager takes reports, and no URL names one: " + e.getMessage(), null);
        }
    }

    private static void rethrow(@Nullable Exception failed) throws IOException {
        if (failed instanceof IOException unreadable) {
            throw unreadable;
        }
        if (failed != null) {
            throw new IllegalStateException("reading it failed: " + failed, failed);
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
            sink = new SourceCounters(started, complaints);
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
                tell(to, counters, ReportLimits.within(source.read(), complaints));
                complaints.solved(name);
            } catch (IOException | RuntimeException e) {
                failure = e;
            } catch (Error e) {
                failure = new IllegalStateException(e);
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
