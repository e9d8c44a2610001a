package io.reeve.report;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.reeve.report.protocol.DaemonFrame.Where;
import io.reeve.report.protocol.Frame;
import io.reeve.report.protocol.Frame.Failure;
import io.reeve.report.protocol.Frame.Hello;
import io.reeve.report.protocol.HostPort;
import io.reeve.report.protocol.Identity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One search for the active manager. One known manager is asked first, and knows the active as a rule; the others are asked as
 * soon as it is of no use, and at once if it does not answer soon, so that a dead host delays little. The first that says it is
 * active is taken. Confined to the event loop.
 */
final class ManagerSearch implements ManagerConnection.Owner {
    static final Duration LIMIT = Duration.ofSeconds(4);
    /**
     * The time that the other managers have after one has answered. A connection that fails is no answer: its manager may be
     * dead, and another one just taking over.
     */
    private static final Duration OTHERS = Duration.ofSeconds(1);
    /** The time that the first manager has before the others are asked too: more than most take-overs need. */
    private static final Duration FIRST_ALONE = Duration.ofMillis(400);
    private static final int MOST_ASKED = 16;

    /** The receiver of the result. It is called once, unless the search is stopped before. */
    interface Listener {
        /** The active manager; the connection belongs to the listener now. */
        void found(ManagerConnection connection, String address);

        /**
         * No manager takes the daemon.
         *
         * @param why   the answer of each manager
         * @param again the time for which a manager wants the daemon to stay away; zero for none
         */
        void nobody(String why, Duration again);
    }

    private final ReportingDaemon daemon;
    private final EventLoop loop;
    private final ManagerCandidates candidates;
    private final KnownCluster cluster;
    private final Listener listener;
    private final Map<ManagerConnection, String> open = new HashMap<>();
    /** The answer of each manager that was asked; empty while there is none. */
    private final Map<String, String> answers = new TreeMap<>();
    private long highest = -1;
    private boolean anyFresh;
    private long again;
    private boolean anySaid;
    private boolean othersWaited;
    private boolean over;
    private List<String> others = List.of();
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable ScheduledFuture<?> askingOthers;

    ManagerSearch(ReportingDaemon daemon, EventLoop loop, ManagerCandidates candidates, KnownCluster cluster,
            Listener listener) {
        this.daemon = daemon;
        this.loop = loop;
        this.candidates = candidates;
        this.cluster = cluster;
        this.listener = listener;
    }

    void start() {
        endIn(LIMIT);
        List<String> all = candidates.first(MOST_ASKED);
        others = all.subList(1, all.size());
        askingOthers = loop.schedule(this::askOthers, FIRST_ALONE.toMillis(), TimeUnit.MILLISECONDS);
        ask(all.get(0));
    }

    private void askOthers() {
        List<String> rest = others;
        others = List.of();
        rest.forEach(this::ask);
    }

    private void ask(String address) {
        if (over || answers.size() == MOST_ASKED || answers.putIfAbsent(address, "") != null) {
            return;
        }
        daemon.runtime().work(() -> {
            try {
                InetSocketAddress resolved = HostPort.parse(address).toSocketAddress();
                loop.execute(() -> connect(address, resolved));
            } catch (RuntimeException e) {
                loop.execute(() -> answered(address, String.valueOf(e.getMessage())));
            }
        });
    }

    private void connect(String address, InetSocketAddress to) {
        if (over) {
            return;
        }
        if (to.isUnresolved()) {
            answered(address, "the host is not known");
            return;
        }
        ManagerConnection made = new ManagerConnection(this);
        open.put(made, address);
        made.connect(loop, to);
    }

    @Override
    public void connected(ManagerConnection from) {
        from.send(Hello.of(Frame.DAEMON, new Identity(daemon.name(), daemon.gid(), daemon.cluster(), cluster.fsid(),
                cluster.epoch())));
    }

    @Override
    public void heard(ManagerConnection from, Frame frame) {
        String address = open.get(from);
        if (over || address == null) {
            return;
        }
        anySaid = true;
        if (frame instanceof Hello hello) {
            greeted(from, address, hello);
        } else if (frame instanceof Where where) {
            located(from, address, where);
        } else if (frame instanceof Failure failure) {
            again = Math.max(again, failure.again());
            leave(from, "it says: " + failure.message());
        }
    }

    private void greeted(ManagerConnection from, String address, Hello hello) {
        if (hello.version() == Frame.VERSION) {
            cluster.greeted(daemon.name(), address, hello);
        } else {
            leave(from, "it speaks version " + hello.version() + " of the protocol, this reporter version "
                    + Frame.VERSION);
        }
    }

    private void located(ManagerConnection from, String address, Where where) {
        highest = Math.max(highest, where.epoch());
        long known = cluster.epoch();
        if (!cluster.isFresh(where.epoch())) {
            leave(from, "it believes in epoch " + where.epoch() + ", and epoch " + known + " has begun");
            return;
        }
        anyFresh = true;
        candidates.learn(where.managers());
        if (where.self()) {
            open.remove(from);
            stop();
            listener.found(from, address);
            return;
        }
        if (ManagerCandidates.isAddress(where.active())) {
            ask(where.active());
        }
        leave(from, where.active().isEmpty()
                ? "nobody is active"
                : "active is the manager at " + where.active());
    }

    @Override
    public void ended(ManagerConnection which, String why) {
        leave(which, why);
    }

    private void leave(ManagerConnection which, String why) {
        String address = open.remove(which);
        which.close();
        if (address != null) {
            answered(address, why);
        }
    }

    private void answered(String address, String why) {
        if (over) {
            return;
        }
        answers.put(address, why);
        if (allAnswered()) {
            askOthers();
        }
        if (allAnswered()) {
            end();
        } else if (anySaid && !othersWaited) {
            othersWaited = true;
            endIn(OTHERS);
        }
    }

    private boolean allAnswered() {
        return answers.values().stream().noneMatch(String::isEmpty);
    }

    private void endIn(Duration time) {
        ScheduledFuture<?> before = deadline;
        if (before != null) {
            before.cancel(false);
        }
        deadline = loop.schedule(this::end, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end() {
        if (over) {
            return;
        }
        stop();
        if (highest >= 0 && !anyFresh) {
            cluster.reset(highest);
        }
        StringBuilder why = new StringBuilder();
        answers.forEach((address, answer) -> why.append(why.isEmpty() ? "" : "; ")
                .append(address)
                .append(": ")
                .append(answer.isEmpty() ? "no answer in time" : answer));
        listener.nobody(why.toString(), Duration.ofMillis(again));
    }

    /** Ends the search without a result. */
    void stop() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (askingOthers != null) {
            askingOthers.cancel(false);
        }
        List.copyOf(open.keySet()).forEach(ManagerConnection::close);
        open.clear();
    }
}
