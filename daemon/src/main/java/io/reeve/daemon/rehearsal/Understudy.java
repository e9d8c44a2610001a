package io.reeve.daemon.rehearsal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.cluster.MgrMap;
import io.reeve.modulehost.threads.RehearsalThreads;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The understudy of the active: once this manager stands by, it rehearses the take-over, on a thread of its own. It begins at a
 * random time, so that standbys do not rehearse together. Whatever happens to the election ends the rehearsal, which is then
 * tried again later. Thread-safe.
 */
public final class Understudy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Understudy.class);
    private static final Duration EARLIEST = Duration.ofSeconds(3);
    private static final Duration LATEST = Duration.ofSeconds(10);
    private static final int TRIES = 3;

    private final BooleanSupplier standsBy;
    private final Play play;
    private final Supplier<Duration> delay;
    private final Thread thread = Thread.ofPlatform().daemon().name("reeve-rehearsal").unstarted(this::run);
    @GuardedBy("this")
    private @Nullable Thread playing;
    @GuardedBy("this")
    private long epoch;

    /** One rehearsal. Blocks; an interrupt ends it. */
    @FunctionalInterface
    public interface Play {
        void run() throws Exception;
    }

    /** @param standsBy whether this manager stands by at the moment and an active is available */
    public Understudy(BooleanSupplier standsBy, Play play) {
        this(standsBy, play,
                () -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(EARLIEST.toMillis(), LATEST.toMillis())));
    }

    /** @param delay the time before each look whether to rehearse */
    Understudy(BooleanSupplier standsBy, Play play, Supplier<Duration> delay) {
        this.standsBy = standsBy;
        this.play = play;
        this.delay = delay;
    }

    /** Begins to wait for the time of the rehearsal; once. */
    public void begin() {
        thread.start();
    }

    /** Takes a new map. One in which another manager leads, or none is available, ends the rehearsal. */
    public synchronized void mapChanged(MgrMap map) {
        boolean same = map.epoch() == epoch && map.available();
        epoch = map.epoch();
        if (!same) {
            curtain();
        }
    }

    /**
     * Ends the rehearsal that is under way, since something happens to the election. One that ends already is left alone: what
     * follows, such as the next epoch, must not have it closed in the midst of the take-over.
     */
    public synchronized void curtain() {
        Thread ending = playing;
        if (ending != null) {
            playing = null;
            ending.interrupt();
        }
    }

    /** Ends this understudy, without waiting for it. */
    @Override
    public synchronized void close() {
        curtain();
        thread.interrupt();
    }

    private void run() {
        try {
            for (int done = 0; done < TRIES; done++) {
                do {
                    Thread.sleep(delay.get());
                } while (!standsBy.getAsBoolean());
                if (once()) {
                    return;
                }
            }
        } catch (InterruptedException ended) {
            LOG.debug("rehearses no more");
        }
    }

    /** Plays once, on a thread of the rehearsal. Returns whether it came to its end. */
    private boolean once() throws InterruptedException {
        long begun = System.nanoTime();
        String[] failure = {""};
        Thread playing = RehearsalThreads.thread("reeve-rehearsal-play", () -> failure[0] = played());
        stage(playing);
        playing.join();
        stage(null);
        if (failure[0].isEmpty()) {
            LOG.info("the take-over was rehearsed, within {} ms", (System.nanoTime() - begun) / 1_000_000);
            return true;
        }
        LOG.info("the take-over is not rehearsed now: {}", failure[0]);
        return false;
    }

    /** Plays, and returns why it did not come to its end. */
    private String played() {
        try {
            play.run();
            return "";
        } catch (InterruptedException ended) {
            return "something happens to the election";
        } catch (Exception | LinkageError failed) {
            return failed.toString();
        }
    }

    private synchronized void stage(@Nullable Thread now) {
        playing = now;
        if (now != null) {
            now.start();
        }
    }
}
