package io.reeve.daemon;

import io.reeve.api.HealthCheck;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.election.Candidate;
import io.reeve.election.Leadership;
import io.reeve.election.StepDown;
import io.reeve.election.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active's watch over which managers in the queue can do its work. It raises {@code MGR_UNABLE} for those that cannot. If it
 * cannot itself for a while, it hands over to one that can. One thread.
 */
final class CandidateWatch {
    /** The time for which an active is unable before it hands over: a full disk is sometimes not full for long. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(CandidateWatch.class);

    private final long gid;
    private final Supplier<List<Candidate>> candidates;
    private final Supplier<@Nullable String> unable;
    private final BiConsumer<Long, StepDown> handOver;
    private final LongSupplier nanoTime;
    private @Nullable Unable since;

    /** Since when this manager is unable, as the active of an epoch. */
    private record Unable(long epoch, long since) {}

    /**
     * @param gid        this manager's
     * @param candidates reads the queue
     * @param unable     why this manager is unable; null if it is able
     * @param handOver   asks this manager to hand the epoch over
     */
    CandidateWatch(long gid, Supplier<List<Candidate>> candidates, Supplier<@Nullable String> unable,
            BiConsumer<Long, StepDown> handOver, LongSupplier nanoTime) {
        this.gid = gid;
        this.candidates = candidates;
        this.unable = unable;
        this.handOver = handOver;
        this.nanoTime = nanoTime;
    }

    /** Looks at the queue, if this manager is active. */
    void look(Leadership led, ActiveWork work, String name) {
        try {
            List<Candidate> others = candidates.get().stream().filter(candidate -> candidate.gid() != gid).toList();
            work.candidates(check(name, unable.get(), others));
            successor(led.epoch(), others).ifPresent(able -> handOver.accept(led.epoch(),
                    StepDown.because("its data folder cannot be written, and '" + able.name() + "' can lead")));
        } catch (UnavailableException e) {
            LOG.debug("the queue cannot be read", e);
        } catch (RuntimeException e) {
            LOG.error("the queue was not looked at; that is tried again", e);
        }
    }

    /**
     * Who is to lead instead of the active of an epoch; empty while this manager is able, or has not been unable in that epoch for
     * long, or nobody else is able.
     */
    Optional<Candidate> successor(long epoch, List<Candidate> others) {
        if (unable.get() == null) {
            since = null;
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        Unable known = since;
        if (known == null || known.epoch() != epoch) {
            known = new Unable(epoch, now);
            since = known;
        }
        return now - known.since() < PATIENCE.toNanos()
                ? Optional.empty()
                : others.stream().filter(other -> other.unable() == null).findFirst();
    }

    /** The health check: an error if the active is unable, else a warning. */
    static Optional<HealthCheck> check(String active, @Nullable String why, List<Candidate> others) {
        List<String> details = new ArrayList<>();
        if (why != null) {
            details.add("the active manager " + active + ": " + why);
        }
        others.stream()
                .filter(other -> other.unable() != null)
                .forEach(other -> details
                        .add("manager " + other.name() + " leads only if no other can: " + other.unable()));
        if (details.isEmpty()) {
            return Optional.empty();
        }
        String[] lines = details.toArray(String[]::new);
        return Optional.of(why == null
                ? HealthCheck.warning("MGR_UNABLE",
                        (lines.length == 1
                                ? "a standby manager cannot write its data folder"
                                : lines.length + " standby managers cannot write their data folders"),
                        lines)
                : HealthCheck.error("MGR_UNABLE", "the active manager cannot write its data folder", lines));
    }
}
