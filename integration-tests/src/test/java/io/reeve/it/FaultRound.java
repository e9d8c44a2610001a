package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One round of a random run: failures under two loads, the register and the changes of all kinds. In the end all must be well,
 * and everything that was acknowledged must be there, before and after a failover.
 */
final class FaultRound implements AutoCloseable {
    private static final Duration SETTLED = Duration.ofSeconds(90);

    private final ContainerCluster cluster;
    private final ChangeClient changes;
    private final String title;
    private final List<String> notes = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Uninterruptibly.Step> first = new ArrayList<>();
    private final List<Uninterruptibly.Step> last = new ArrayList<>();
    private final Set<ChangeKind> harmed = new HashSet<>();
    private final long began = System.nanoTime();
    private FaultTrial trial;
    private boolean replaced;
    private int written;

    FaultRound(ContainerCluster cluster, ChangeClient changes, String title) {
        this.cluster = cluster;
        this.changes = changes;
        this.title = title;
        this.trial = new FaultTrial(cluster, title);
        changes.resume();
    }

    /** Waits until changes of this round have been acknowledged, so that there is something to lose. */
    void awaitChanges() {
        int target = changes.ledger().acknowledged() + 3;
        await("acknowledged changes")
                .until(() -> changes.ledger().acknowledged() >= target);
    }

    ContainerCluster cluster() {
        return cluster;
    }

    ChangeClient changes() {
        return changes;
    }

    void note(String what) {
        notes.add(String.format(Locale.ROOT, "%s after %.2f s", what, (System.nanoTime() - began) / 1e9));
    }

    /** Something that must not be: the round fails when it is over. */
    void wrong(String what) {
        note("WRONG: " + what);
        wrong.add(what);
    }

    /** Something to do as soon as ZooKeeper answers when the machines are mended. */
    void atTheStart(Uninterruptibly.Step step) {
        first.add(step);
    }

    /** Something to do when the harm is undone and a manager is active. */
    void atTheEnd(Uninterruptibly.Step step) {
        last.add(step);
    }

    /** See {@link FaultTrial#writeLate}; not when the register has ended. */
    void writeLate(Machine manager) {
        if (!replaced) {
            trial.writeLate(manager);
        }
    }

    /** What these kinds of changes have stored may be lost: a node that holds it is harmed. */
    void harms(Set<ChangeKind> kinds) {
        harmed.addAll(kinds);
        if (kinds.contains(ChangeKind.KEY)) {
            endRegister(); // it is a key
        }
    }

    /** The register's clients end, and begin with a fresh one when all is well. */
    private void endRegister() {
        if (!replaced) {
            replaced = true;
            written += trial.acknowledged();
            trial.end();
        }
    }

    /** The data are about to be replaced under the managers. Nothing is changed until all is well. */
    void replacesData() {
        changes.pause();
        endRegister();
    }

    /** The data were replaced; that is what is there now, or null if it is not known. */
    void replacedBy(@Nullable Map<String, Set<String>> expectation) {
        if (expectation == null) {
            harmed.addAll(List.of(ChangeKind.values()));
        } else {
            changes.ledger().replaced(expectation);
        }
    }

    /** The end: all is as it should be. Says how long it took to become so. */
    Duration verify() throws Exception {
        note("mended");
        long mended = System.nanoTime();
        for (Uninterruptibly.Step step : first) {
            cluster.zooKeeperLeader();
            step.run();
        }
        awaitSettled();
        for (Uninterruptibly.Step step : last) {
            step.run();
        }
        Machine active = awaitSettled();
        Duration took = Duration.ofNanos(System.nanoTime() - mended);
        note("all well, " + active + " active");
        changes.pause();
        if (replaced) {
            trial.close();
            trial = new FaultTrial(cluster, title);
        }
        checkChanges("before a failover", false);
        trial.awaitWrites(10);
        failOver(active);
        checkChanges("after a failover", true);
        trial.noteAll(notes);
        trial.verify();
        written += trial.acknowledged();
        assertThat(wrong).as("what must not be").isEmpty();
        return took;
    }

    /** Settled, with machines started that had ended by themselves. */
    private Machine awaitSettled() {
        return await("all well after " + notes).atMost(SETTLED)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    cluster.startEnded().forEach(this::note);
                    return cluster.settled();
                }, Optional::isPresent)
                .orElseThrow();
    }

    private void failOver(Machine active) throws Exception {
        long epoch = cluster.epoch(active);
        await("another epoch by mgr fail")
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    cluster.data(active, Map.of("prefix", "mgr fail", "epoch", epoch));
                    Optional<Machine> next = cluster.active();
                    return next.isPresent() && cluster.epoch(next.get()) > epoch;
                });
        awaitSettled();
    }

    private void checkChanges(String when, boolean settles) {
        Map<String, String> read = await("all values")
                .until(changes::read, Optional::isPresent)
                .orElseThrow();
        ChangeLedger ledger = changes.ledger();
        ledger.differences(read, subject -> harmed.stream().anyMatch(kind -> kind.isOf(subject)))
                .forEach(difference -> wrong(difference + " (" + when + ")"));
        if (settles) {
            ledger.settle(read);
        }
    }

    int written() {
        return written;
    }

    @Override
    public void close() {
        changes.pause();
        trial.close();
    }
}
