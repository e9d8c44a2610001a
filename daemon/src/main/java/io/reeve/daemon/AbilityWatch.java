package io.reeve.daemon;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The watch over whether this manager can do the work of an active: its data folder takes files, without which no module can
 * be started. It is able again when that has held twice in a row. A folder that hangs holds up the watch's own thread alone.
 * Thread-safe.
 */
final class AbilityWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    /** The time after which a trial that has not returned counts as failed. */
    static final Duration HANGS = Duration.ofSeconds(10);
    private static final int GOOD_TRIALS = 2;

    /** A trial of the data folder; its failure says what is wrong. */
    interface Trial {
        void run() throws IOException;
    }

    private final Trial trial;
    private final Consumer<@Nullable String> onChange;
    private final LongSupplier nanoTime;
    private final Thread thread = Thread.ofPlatform().daemon().name("reeve-ability").unstarted(this::watch);
    private final CountDownLatch first = new CountDownLatch(1);
    @GuardedBy("this")
    private @Nullable String unable;
    @GuardedBy("this")
    private int good;
    @GuardedBy("this")
    private long begunAt;
    @GuardedBy("this")
    private boolean trying;

    /** @param onChange called with why this manager is unable, when that begins, and with null when it ends; must not block */
    AbilityWatch(Trial trial, Consumer<@Nullable String> onChange, LongSupplier nanoTime) {
        this.trial = trial;
        this.onChange = onChange;
        this.nanoTime = nanoTime;
    }

    /** Starts trying. Returns after the first trial, or after {@code most}. */
    void start(Duration most) throws InterruptedException {
        thread.start();
        boolean _ = first.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The reason why this manager is unable; null if it is able, as before the first trial. */
    synchronized @Nullable String unable() {
        return unable;
    }

    private void watch() {
        try {
            while (true) {
                once();
                first.countDown();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries once. */
    void once() {
        synchronized (this) {
            begunAt = nanoTime.getAsLong();
            trying = true;
        }
        String failure = null;
        try {
            trial.run();
        } catch (IOException | RuntimeException failed) {
            failure = String.valueOf(failed.getMessage());
        }
        synchronized (this) {
            trying = false;
            result(failure);
        }
    }

    /** Looks whether a trial hangs. */
    synchronized void look() {
        if (trying && nanoTime.getAsLong() - begunAt > HANGS.toNanos()) {
            result("writing to the data folder has not returned for " + HANGS.toSeconds() + " s");
        }
    }

    /** Takes a result, and tells of a change under the lock, so that changes are told in the order in which they happen. */
    @GuardedBy("this")
    private void result(@Nullable String failure) {
        good = failure == null ? good + 1 : 0;
        String now = failure == null && good < GOOD_TRIALS && unable != null ? unable : failure;
        boolean changed = (now == null) != (unable == null);
        unable = now;
        if (changed) {
            onChange.accept(now);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
