package io.reeve.election;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What any manager may do to the leadership of another: fail, set down, evict. Each is a transaction bound to the epoch in
 * which it was decided. All calls block, for {@link #PATIENCE} at most.
 */
final class Interventions {
    private static final Logger LOG = LoggerFactory.getLogger(Interventions.class);
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;

    private final ZooKeeperSession session;
    private final ClusterPaths paths;
    private final ClusterReader reader;
    private final InstantSource clock;

    Interventions(ZooKeeperSession session, ClusterPaths paths, ClusterReader reader, InstantSource clock) {
        this.session = session;
        this.paths = paths;
        this.reader = reader;
        this.clock = clock;
    }

    private interface Step<T> {
        /** One try; null to try again. */
        @Nullable
        T run(View view);
    }

    /** A fresh reading. */
    View read() {
        return persist("read the cluster's state", view -> view);
    }

    FailResult fail(@Nullable String who, @Nullable Long epoch, long self, boolean selfLeads) {
        var bound = new long[]{epoch == null ? -1 : epoch};
        return persist("fail the active manager", view -> {
            long now = view.epochNumber();
            if (bound[0] >= 0 && bound[0] != now) {
                return already("already failed: epoch " + bound[0] + " is over, now " + now, now);
            }
            Nodes.Active active = view.activeNow();
            if (who != null && (active == null || !isCalled(who, active.name(), active.gid()))) {
                return failStandby(view, who);
            }
            if (view.active() == null) {
                return new FailResult(FailResult.Outcome.NO_ACTIVE, "Currently no active mgr", now);
            }
            if (selfLeads && active != null && active.gid() == self) {
                return new FailResult(FailResult.Outcome.SELF, "handing over mgr '" + active.name() + "'", now);
            }
            bound[0] = now;
            String name = active == null ? "?" : active.name();
            return raise(view, view.down(), "mgr fail of '" + name + "'", List.of())
                    ? new FailResult(FailResult.Outcome.FAILED, "failed mgr '" + name + "'; epoch is now " + (now + 1),
                            now + 1)
                    : null;
        });
    }

    private static FailResult already(String text, long epoch) {
        return new FailResult(FailResult.Outcome.ALREADY, text, epoch);
    }

    private static boolean isCalled(String who, String name, long gid) {
        return who.equals(name) || who.equals(Long.toString(gid));
    }

    private @Nullable FailResult failStandby(View view, String who) {
        List<String> nodes = view.queue()
                .stream()
                .filter(place -> isCalled(who, place.ticket().name(), place.ticket().gid()))
                .map(View.Place::path)
                .toList();
        if (nodes.isEmpty()) {
            return already("Daemon not found '" + who + "', already failed?", view.epochNumber());
        }
        return removeStandby(view, nodes)
                ? new FailResult(FailResult.Outcome.FAILED, "mgr '" + who
                        + "' is a standby: it only lost its place in the queue, and queues again", view.epochNumber())
                : null;
    }

    String setDown(boolean down) {
        return persist("set mgr down to " + down, view -> {
            if (view.down() == down && (!down || view.active() == null)) {
                return "mgr down is " + down + " already";
            }
            return raise(view, down, "mgr set down " + down, List.of())
                    ? "mgr down is now " + down + "; epoch is now " + (view.epochNumber() + 1)
                    : null;
        });
    }

    /** Removes what the dead process with that gid still holds. */
    boolean evict(String name, long gid, String why) {
        return persist("evict mgr '" + name + "'", view -> {
            var nodes = new ArrayList<>(view.placesOf(gid));
            View.Registered registered = view.managers().get(name);
            if (registered != null && registered.manager() != null && registered.manager().gid() == gid) {
                nodes.add(paths.manager(name));
            }
            Nodes.Active active = view.activeNow();
            boolean leads = active != null && active.gid() == gid && active.name().equals(name);
            if (!leads && nodes.isEmpty()) {
                return Boolean.FALSE;
            }
            boolean done = leads
                    ? raise(view, view.down(), "'" + name + "' was evicted: " + why, nodes)
                    : removeStandby(view, nodes);
            if (done) {
                LOG.info("evicted mgr '{}' gid {}{}: {}", name, gid, leads ? ", the active one" : "", why);
            }
            return done ? Boolean.TRUE : null;
        });
    }

    /** Raises the epoch, and removes the active node with its owner's places. @return whether it was done now */
    private boolean raise(View view, boolean down, String why, List<String> alsoDelete) {
        Instant now = clock.instant();
        Nodes.Epoch current = view.epoch() == null ? new Nodes.Epoch(0, false, null) : view.epoch();
        var raise = new Raise(paths, current.raised(down, now), view.epochVersion()).history(null, null, now, why);
        View.ActiveSeen seen = view.active();
        if (seen != null) {
            raise.deleteActive(-1);
            var places = new ArrayList<>(alsoDelete);
            if (seen.content() != null) {
                view.placesOf(seen.content().gid())
                        .stream()
                        .filter(place -> !places.contains(place))
                        .forEach(places::add);
            }
            raise.tryDelete(places);
        }
        return done(raise.send(session.handle()), why);
    }

    private boolean removeStandby(View view, List<String> nodes) {
        List<Op> deletes = nodes.stream().map(node -> Op.delete(node, -1)).toList();
        return done(Raise.send(session.handle(), List.of(Op.check(paths.epoch(), view.epochVersion())), deletes),
                "remove a standby's nodes");
    }

    private static boolean done(java.util.concurrent.CompletableFuture<MultiOutcome> sent, String what) {
        return switch (Waiting.calmly(sent, PATIENCE, what)) {
            case MultiOutcome.Done _ -> true;
            case MultiOutcome.Refused(_, var code) -> {
                if (code != Code.BADVERSION && code != Code.NONODE) {
                    LOG.warn("ZooKeeper refused: {}: {}", what, code);
                }
                yield false;
            }
            // Whether it happened shows in the next reading: it raised the epoch, or the nodes are gone.
            case MultiOutcome.Lost _ -> false;
        };
    }

    /** Reads and tries, again and again, until a try has a result or patience ends. */
    private <T> T persist(String what, Step<T> step) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        UnavailableException last = null;
        while (deadline - System.nanoTime() > 0) {
            try {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                View view = Waiting.calmly(reader.read(session.handle(), ClusterReader.Scope.FRESH), left, what);
                T result = step.run(view);
                if (result != null) {
                    return result;
                }
            } catch (UnavailableException e) {
                last = e;
                pause(what);
            }
        }
        throw last != null
                ? last
                : new UnavailableException("could not " + what + " within " + PATIENCE.toSeconds()
                        + " s: others changed the epoch again and again", new IllegalStateException(what));
    }

    private static void pause(String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted: could not " + what, e);
        }
    }
}
