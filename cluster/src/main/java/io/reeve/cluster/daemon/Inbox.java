package io.reeve.cluster.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue between the sessions and the writer. Bounded without ever blocking a session: it holds at most two reports of
 * each session, and merges the next one into the last, so that samples can be lost but facts cannot.
 */
public final class Inbox implements DaemonReports {
    private final DaemonRegistry daemons;
    private final SharedSchemas schemas = new SharedSchemas();
    private final Clocks time;
    private final Consumer<Runnable> writer;
    private final ReportPeriod period;
    private final AtomicLong lastSession = new AtomicLong();
    private long longestWait; // writer's thread only

    /**
     * @param limits the bound on the state's share of the heap
     * @param writer runs tasks on the writer's thread, in order; does not block
     */
    public Inbox(Clocks time, DaemonSettings settings, KeptLimits limits, Consumer<Runnable> writer) {
        this.daemons = new DaemonRegistry(time, schemas, limits);
        this.time = time;
        this.writer = writer;
        this.period = new ReportPeriod(settings, time.nanos());
    }

    /** The daemons, for the writer. */
    public DaemonRegistry daemons() {
        return daemons;
    }

    /** Changes the settings. On the writer's thread. */
    public void configure(DaemonSettings settings) {
        period.configure(settings);
    }

    /** Adapts the period to how long reports wait. On the writer's thread, every second. */
    public void tick() {
        period.waited(Duration.ofNanos(longestWait));
        longestWait = 0;
    }

    @Override
    public Session open(DaemonOpening opening) {
        Mailbox session = new Mailbox(lastSession.incrementAndGet(), opening.daemon());
        writer.accept(() -> daemons.opened(session.number, opening, () -> session.alive, session::refuse));
        return session;
    }

    @Override
    public DaemonSettings settings() {
        return period.settings();
    }

    @Override
    public Duration period() {
        return period.now();
    }

    @Override
    public Duration expected() {
        return period.expected();
    }

    @Override
    public void late(Duration by) {
        writer.accept(() -> period.late(by));
    }

    @Override
    public List<PerfCounter> shared(List<PerfCounter> counters) {
        return schemas.of(counters).counters();
    }

    @Override
    public void onConfigure(Runnable listener) {
        period.onChange(listener);
    }

    private final class Mailbox implements Session {
        private final long number;
        private final DaemonId daemon;
        private volatile long alive = time.nanos().getAsLong();
        private final Object lock = new Object();
        @GuardedBy("lock")
        private @Nullable DaemonReport first;
        @GuardedBy("lock")
        private @Nullable DaemonReport second;
        @GuardedBy("lock")
        private @Nullable Map<String, String> metadata;
        @GuardedBy("lock")
        private Consumer<String> onRefusal = _ -> {};
        @GuardedBy("lock")
        private @Nullable String refusal;
        @GuardedBy("lock")
        private boolean waiting;
        @GuardedBy("lock")
        private long since;

        Mailbox(long number, DaemonId daemon) {
            this.number = number;
            this.daemon = daemon;
        }

        @Override
        public void onRefusal(Consumer<String> listener) {
            synchronized (lock) {
                onRefusal = listener;
                if (refusal != null) {
                    listener.accept(refusal);
                }
            }
        }

        private void refuse(String why) {
            synchronized (lock) {
                refusal = why;
                onRefusal.accept(why);
            }
        }

        @Override
        public void alive() {
            alive = time.nanos().getAsLong();
        }

        @Override
        public void report(DaemonReport report) {
            alive();
            synchronized (lock) {
                if (first == null) {
                    first = report;
                } else {
                    second = second == null ? report : joined(second, report);
                }
                send();
            }
        }

        @Override
        public void metadata(Map<String, String> all) {
            alive();
            synchronized (lock) {
                metadata = Map.copyOf(all);
                send();
            }
        }

        @Override
        public void close(boolean orderly) {
            writer.accept(() -> daemons.closed(number, daemon, orderly));
        }

        @GuardedBy("lock")
        private void send() {
            if (!waiting) {
                waiting = true;
                since = alive; // the time of what is sent now
                writer.accept(this::receive);
            }
        }

        private void receive() {
            @Nullable
            DaemonReport one;
            @Nullable
            DaemonReport two;
            @Nullable
            Map<String, String> facts;
            synchronized (lock) {
                one = first;
                two = second;
                facts = metadata;
                first = null;
                second = null;
                metadata = null;
                waiting = false;
                longestWait = Math.max(longestWait, time.nanos().getAsLong() - since);
            }
            if (facts != null) {
                daemons.metadata(number, daemon, facts);
            }
            if (one != null) {
                daemons.reported(number, daemon, one);
            }
            if (two != null) {
                daemons.reported(number, daemon, two);
            }
        }
    }

    private static DaemonReport joined(DaemonReport before, DaemonReport after) {
        return new DaemonReport(after.schema(), after.values(), or(after.status(), before.status()),
                or(after.taskStatus(), before.taskStatus()), or(after.health(), before.health()),
                or(after.groups(), before.groups()), or(after.filesystem(), before.filesystem()));
    }

    private static <T> @Nullable T or(@Nullable T newer, @Nullable T older) {
        return newer == null ? older : newer;
    }
}
