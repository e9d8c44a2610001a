package io.reeve.cluster.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often daemons are to report: as set, but more seldom while the manager does not keep up. Doubled, up to a minute,
 * when reports wait longer than a second for the writer, or when the threads of the sessions are late for some time;
 * halved again when neither was so for half a minute (after Ceph's autotune, pull request 65611). Changed by the writer's
 * thread alone; anybody may read.
 */
final class ReportPeriod {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LONG_WAIT = Duration.ofSeconds(1);
    private static final Duration SHORT_WAIT = Duration.ofMillis(200);
    private static final Duration LATE = Duration.ofMillis(250);
    private static final Duration PROMPT = Duration.ofMillis(50);
    /** One late turn of the sessions' threads may be a pause of the machine; so many in a row are load. */
    private static final int LATE_TURNS = 3;
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(ReportPeriod.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final LongSupplier nanos;
    private volatile DaemonSettings settings;
    private volatile Announced announced;
    private long calmSince; // writer's thread only, as what follows
    private long raisedAt;
    private int lateTurns;

    /**
     * What daemons are told since a moment.
     *
     * @param before what they may still keep to until one such period has passed
     */
    private record Announced(Duration now, Duration before, long since) {}

    ReportPeriod(DaemonSettings settings, LongSupplier nanos) {
        this.nanos = nanos;
        this.settings = settings;
        long start = nanos.getAsLong();
        this.announced = new Announced(settings.period(), settings.period(), start);
        this.calmSince = start;
        this.raisedAt = start - CALM.toNanos();
    }

    Duration now() {
        return announced.now();
    }

    Duration expected() {
        Announced last = announced;
        boolean reachedAll = nanos.getAsLong() - last.since() > last.before().toNanos();
        return reachedAll || last.now().compareTo(last.before()) >= 0 ? last.now() : last.before();
    }

    DaemonSettings settings() {
        return settings;
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void configure(DaemonSettings wanted) {
        DaemonSettings before = settings;
        settings = wanted;
        if (!wanted.period().equals(before.period())) {
            tell(wanted.period());
        } else if (wanted.threshold() != before.threshold()) {
            listeners.forEach(Runnable::run);
        }
    }

    /** So long a report has waited for the writer at most, since this was last told. */
    void waited(Duration longest) {
        heard(longest.compareTo(LONG_WAIT) > 0, longest.compareTo(SHORT_WAIT) <= 0,
                "reports wait for up to " + longest.toMillis() + " ms");
    }

    /** So late the sessions' threads are. */
    void late(Duration by) {
        lateTurns = by.compareTo(LATE) >= 0 ? lateTurns + 1 : 0;
        heard(lateTurns >= LATE_TURNS, by.compareTo(PROMPT) <= 0,
                "their sessions are " + by.toMillis() + " ms behind");
    }

    private void heard(boolean overloaded, boolean calm, String what) {
        long at = nanos.getAsLong();
        Duration now = now();
        Duration set = settings.period();
        if (!calm) {
            calmSince = at;
        }
        if (overloaded && at - raisedAt > now.toNanos()) { // the last raise has reached all
            raisedAt = at;
            lateTurns = 0;
            change(longer(now), what);
        } else if (now.compareTo(set) > 0 && at - calmSince > CALM.toNanos()) {
            calmSince = at;
            Duration half = now.dividedBy(2);
            change(half.compareTo(set) > 0 ? half : set, what);
        }
    }

    private static Duration longer(Duration period) {
        Duration twice = period.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST.compareTo(period) < 0 ? period : LONGEST;
    }

    private void change(Duration period, String why) {
        if (!period.equals(now())) {
            LOG.warn("daemons are to report each {} ms instead of {} ms: {}", period.toMillis(), now().toMillis(), why);
            tell(period);
        }
    }

    private void tell(Duration period) {
        announced = new Announced(period, expected(), nanos.getAsLong());
        listeners.forEach(Runnable::run);
    }
}
