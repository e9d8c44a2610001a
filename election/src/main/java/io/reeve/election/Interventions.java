package io.reeve.election;

import io.reeve.api.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes that any manager may make to the leadership of another: fail, set down, evict. Each is a transaction
 * bound to the epoch in which it was decided. A leader that can be reached is first asked to hand over by itself. All
 * calls block: for as long as the leader may take for that, and for {@link #PATIENCE} at most before and after it.
 */
final class Interventions {
    private static final Logger LOG = LoggerFactory.getLogger(Interventions.class);
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;

    private final ZooKeeperSession session;
    private final ClusterPaths paths;
    private final ClusterReader reader;
    private final InstantSource clock;
    private final Epochs epochs;

    /** A way to wait for the end of an epoch. */
    @FunctionalInterface
    interface Epochs {
        /** Waits until the epoch is over. @return false if it is not within this time */
        boolean awaitEnd(long epoch, Duration most);
    }

    Interventions(ZooKeeperSession session, ClusterPaths paths, ClusterReader reader, InstantSource clock,
            Epochs epochs) {
        this.session = session;
        this.paths = paths;
        this.reader = reader;
        this.clock = clock;
        this.epochs = epochs;
    }

    private interface Step<T> {
        /** Makes one attempt; null to try again. */
        @Nullable
        T run(ClusterNodes listing);
    }

    /** Reads a fresh listing. */
    ClusterNodes read(Duration patience) {
        return persist("read the cluster's state", patience, listing -> listing);
    }

    /** The result of looking for the leader. */
    private sealed interface Finding<T> {
        /** No leadership to end, and the result of the call. */
        record Settled<T>(T result) implements Finding<T> {}

        /** The leader; {@code gid} is 0 if it cannot be read. */
        record Leads<T>(String name, long gid, long epoch) implements Finding<T> {
            static <T> Leads<T> of(ClusterNodes listing) {
                NodeContent.Active active = listing.activeNow();
                return active == null
                        ? new Leads<>("?", 0, listing.epochNumber())
                        : new Leads<>(active.name(), active.gid(), listing.epochNumber());
            }
        }
    }

    /**
     * Asks the leader to hand over, and takes leadership from it otherwise. A standby only loses its place in the
     * queue.
     */
    FailResult fail(@Nullable String who, @Nullable Long epoch, HandOverRequest drain) {
        String what = "fail the active manager";
        Finding<FailResult> found = persist(what, listing -> find(listing, who, epoch));
        return switch (found) {
            case Finding.Settled(var result) -> result;
            case Finding.Leads(var name, var gid, var led) -> {
                drained(drain, gid, led, new StepDown("mgr fail", false));
                yield persist(what, listing -> {
                    long now = listing.epochNumber();
                    if (now == led && !raise(listing, listing.down(), "mgr fail of '" + name + "'", List.of())) {
                        return null;
                    }
                    long next = Math.max(now, led + 1);
                    return new FailResult(FailResult.FailOutcome.FAILED,
                            "failed mgr '" + name + "'; epoch is now " + next, next);
                });
            }
        };
    }

    private @Nullable Finding<FailResult> find(ClusterNodes listing, @Nullable String who, @Nullable Long epoch) {
        long now = listing.epochNumber();
        if (epoch != null && epoch != now) {
            return new Finding.Settled<>(already("already failed: epoch " + epoch + " is over, now " + now, now));
        }
        NodeContent.Active active = listing.activeNow();
        if (who != null && (active == null || !isCalled(who, active.name(), active.gid()))) {
            FailResult result = failStandby(listing, who);
            return result == null ? null : new Finding.Settled<>(result);
        }
        return listing.active() == null
                ? new Finding.Settled<>(
                        new FailResult(FailResult.FailOutcome.NO_ACTIVE, "Currently no active mgr", now))
                : leads(listing);
    }

    /** The leader, who can be replaced: otherwise nothing is begun, and it leads on. */
    private <T> Finding<T> leads(ClusterNodes listing) {
        var denied = ZkFutures.awaitUnchecked(EpochTransaction.tryOut(session.handle(), paths, listing), PATIENCE,
                "try out whether the epoch may be raised");
        if (denied.isPresent()) {
            throw new StoreException("nothing was changed, and the active manager stays: "
                    + EpochTransaction.denial(paths, denied.get().code()));
        }
        return Finding.Leads.of(listing);
    }

    /** Asks the leader to hand over by itself, and waits until it has or its time is up. */
    private void drained(HandOverRequest drain, long gid, long epoch, StepDown how) {
        Duration most = drain.ask(gid, epoch, how);
        if (most.isPositive() && !epochs.awaitEnd(epoch, most)) {
            LOG.warn("{}: the leader of epoch {} did not hand over within {} ms; leadership is taken from it",
                    how.why(), epoch, most.toMillis());
        }
    }

    private static FailResult already(String text, long epoch) {
        return new FailResult(FailResult.FailOutcome.ALREADY, text, epoch);
    }

    private static boolean isCalled(String who, String name, long gid) {
        return who.equals(name) || who.equals(Long.toString(gid));
    }

    private @Nullable FailResult failStandby(ClusterNodes listing, String who) {
        List<String> nodes = listing.queue()
                .stream()
                .filter(place -> place.ticket() != null && isCalled(who, place.ticket().name(), place.ticket().gid()))
                .map(ClusterNodes.Place::path)
                .toList();
        if (nodes.isEmpty()) {
            return already("Daemon not found '" + who + "', already failed?", listing.epochNumber());
        }
        return removeStandby(listing, nodes)
                ? new FailResult(FailResult.FailOutcome.FAILED, "mgr '" + who
                        + "' is a standby: it only lost its place in the queue, and queues again",
                        listing.epochNumber())
                : null;
    }

    String setDown(boolean down, HandOverRequest drain) {
        String what = "mgr set down " + down;
        Finding<String> found = persist(what, listing -> {
            if (listing.down() == down && (!down || listing.active() == null)) {
                return new Finding.Settled<>("mgr down is " + down + " already");
            }
            return leads(listing);
        });
        return switch (found) {
            case Finding.Settled(var text) -> text;
            case Finding.Leads(_, var gid, var led) -> {
                if (gid != 0) {
                    drained(drain, gid, led, new StepDown(what, down));
                }
                yield persist(what, listing -> {
                    boolean done = listing.epochNumber() > led && listing.down() == down
                            && (!down || listing.active() == null);
                    if (!done && !raise(listing, down, what, List.of())) {
                        return null;
                    }
                    return "mgr down is now " + down + "; epoch is now " + (listing.epochNumber() + (done ? 0 : 1));
                });
            }
        };
    }

    /**
     * Raises the epoch to one that this process has seen, if that in ZooKeeper is lower: an older copy of the data was put
     * back. Whoever leads in a lower one is fenced and elected anew, so that no epoch is given twice.
     */
    void raiseTo(long seen) {
        boolean raised = persist("raise the epoch to " + seen, listing -> {
            NodeContent.Epoch now = listing.epoch();
            if (now == null || now.epoch() >= seen) {
                return Boolean.FALSE;
            }
            LOG.warn("the epoch in ZooKeeper is {}, but epoch {} has been: raising it", now.epoch(), seen);
            var below = new NodeContent.Epoch(seen - 1, now.down(), now.since());
            return raise(listing, below, now.down(), "an older copy of the data was put back", List.of())
                    ? Boolean.TRUE
                    : null;
        });
        LOG.debug("the epoch was raised to {}: {}", seen, raised);
    }

    /** Removes the nodes that a dead process still holds. */
    boolean evict(String name, long gid, String why) {
        return persist("evict mgr '" + name + "'", listing -> {
            List<String> nodes = listing.nodesOf(paths, name, gid);
            NodeContent.Active active = listing.activeNow();
            boolean leads = active != null && active.gid() == gid && active.name().equals(name);
            if (!leads && nodes.isEmpty()) {
                return Boolean.FALSE;
            }
            boolean done = leads
                    ? raise(listing, listing.down(), "'" + name + "' was evicted: " + why, nodes)
                    : removeStandby(listing, nodes);
            if (done) {
                LOG.info("evicted mgr '{}' gid {}{}: {}", name, gid, leads ? ", the active one" : "", why);
            }
            return done ? Boolean.TRUE : null;
        });
    }

    /** Raises the epoch, and removes the active node with its owner's places. @return whether that succeeded */
    private boolean raise(ClusterNodes listing, boolean down, String why, List<String> alsoDelete) {
        return raise(listing, listing.epochOrNone(), down, why, alsoDelete);
    }

    private boolean raise(ClusterNodes listing, NodeContent.Epoch current, boolean down, String why,
            List<String> alsoDelete) {
        Instant now = clock.instant();
        var raise = new EpochTransaction(paths, current.raised(down, now), listing.epochVersion())
                .history(null, null, now, why);
        ClusterNodes.ActiveSeen seen = listing.active();
        if (seen != null) {
            raise.deleteActive(-1);
            var places = new ArrayList<>(alsoDelete);
            if (seen.content() != null) {
                listing.placesOf(seen.content().gid())
                        .stream()
                        .filter(place -> !places.contains(place))
                        .forEach(places::add);
            }
            raise.tryDelete(places);
        }
        return done(raise.send(session.handle()), why);
    }

    private boolean removeStandby(ClusterNodes listing, List<String> nodes) {
        List<Op> deletes = nodes.stream().map(node -> Op.delete(node, -1)).toList();
        return done(
                EpochTransaction.send(session.handle(), List.of(Op.check(paths.epoch(), listing.epochVersion())),
                        deletes),
                "remove a standby's nodes");
    }

    private static boolean done(java.util.concurrent.CompletableFuture<MultiOutcome> sent, String what) {
        return switch (ZkFutures.awaitUnchecked(sent, PATIENCE, what)) {
            case MultiOutcome.Done _ -> true;
            case MultiOutcome.Refused refused -> {
                if (refused.isForGood()) {
                    throw new StoreException("ZooKeeper refused: " + what + ": " + refused.code()
                            + ". Look at the ACLs and quotas below /reeve");
                }
                yield false;
            }
            // The next listing shows whether it happened: the epoch is higher, or the nodes are gone.
            case MultiOutcome.Lost _ -> false;
        };
    }

    /** Reads a listing and makes an attempt, again and again, until one has a result or the time is up. */
    private <T> T persist(String what, Step<T> step) {
        return persist(what, PATIENCE, step);
    }

    private <T> T persist(String what, Duration patience, Step<T> step) {
        long deadline = System.nanoTime() + patience.toNanos();
        UnavailableException last = null;
        while (deadline - System.nanoTime() > 0) {
            try {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                ClusterNodes listing = ZkFutures
                        .awaitUnchecked(reader.read(session.handle(), ClusterReader.Scope.FRESH), left, what);
                T result = step.run(listing);
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
                : new UnavailableException("could not " + what + " within " + patience.toMillis()
                        + " ms: others changed the epoch again and again", new IllegalStateException(what));
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
