package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.it.RegisterHistory.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One failure under load: clients use a register all the time, every node is watched, and in the end all is checked. */
final class FaultTrial implements AutoCloseable {
    private final ContainerCluster cluster;
    private final String title;
    private final RegisterHistory history = new RegisterHistory();
    private final EpochOrder epochs = new EpochOrder();
    private final EpochWatch watch;
    private final RegisterClients clients;
    private final Ask directly = Ask.directly();
    private final ExecutorService late = Executors
            .newCachedThreadPool(Thread.ofPlatform().name("late-write").factory());
    private final List<Future<Outcome>> lateWrites = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long hurtNanos = System.nanoTime();

    FaultTrial(ContainerCluster cluster, String title) {
        this.cluster = cluster;
        this.title = title;
        this.watch = new EpochWatch(cluster.urls(), epochs);
        this.clients = new RegisterClients("test/register-" + UUID.randomUUID(),
                List.copyOf(cluster.urls().values()), history, epochs);
        clients.awaitMore(10);
    }

    /** Does harm, and counts from here. */
    void hurt(Uninterruptibly.Step harm) throws Exception {
        hurtNanos = System.nanoTime();
        harm.run();
    }

    Duration sinceHurt() {
        return Duration.ofNanos(System.nanoTime() - hurtNanos);
    }

    void note(String what) {
        notes.add(String.format(Locale.ROOT, "%s after %.2f s", what, sinceHurt().toNanos() / 1e9));
    }

    /** Notes what somebody else has noted with its times. */
    void noteAll(List<String> others) {
        notes.addAll(others);
    }

    /** Another manager becomes active; says how long after the harm. */
    Duration awaitSuccessorOf(Machine old) {
        Machine next = cluster.awaitActiveAmong(cluster.managersOtherThan(old));
        Duration took = sinceHurt();
        note(next + " active");
        return took;
    }

    void awaitWrites(int more) {
        clients.awaitMore(more);
    }

    /**
     * A write that goes to this manager and no other, and may lie there until the manager wakes: after a successor's time
     * has begun it must not be accepted.
     */
    void writeLate(Machine manager) {
        Callable<Outcome> write = () -> clients.write(directly, manager.url(), "late-" + UUID.randomUUID(),
                Duration.ofMinutes(1));
        lateWrites.add(late.submit(write));
    }

    /** What the deposed manager, awake again, says to all writes that were waiting for it. */
    void lateWritesAreRefused() throws Exception {
        for (Future<Outcome> write : lateWrites) {
            assertThat(write.get(60, TimeUnit.SECONDS)).as("a write that waited for a deposed manager")
                    .isNotEqualTo(Outcome.DONE);
        }
        lateWrites.clear();
        note("late writes refused");
    }

    /** The end: all is as it should be, and was so at every moment. */
    void verify() throws Exception {
        Machine active = cluster.awaitSettled();
        note("all well, " + active + " active");
        clients.awaitMore(10);
        clients.stop();
        for (Machine manager : cluster.managers()) {
            await("an answer to the last read through " + manager).until(() -> clients.read(manager.url()));
        }
        System.out.println("[faults] " + title + ": " + String.join(", ", notes) + "; " + history.acknowledged()
                + " writes\n" + watch.story(hurtNanos));
        judge();
    }

    /** Ends now, without a last look: what the clients saw until here is judged. */
    void end() {
        clients.stop();
        watch.close();
        judge();
    }

    int acknowledged() {
        return history.acknowledged();
    }

    private void judge() {
        assertThat(history.violations()).as("what no register could have told").isEmpty();
        assertThat(epochs.violations()).as("epochs out of order").isEmpty();
        assertThat(watch.strangeAnswers()).as("answers that no browser should get").isEmpty();
    }

    @Override
    public void close() {
        watch.close();
        clients.close();
        late.shutdownNow();
        directly.close();
    }
}
