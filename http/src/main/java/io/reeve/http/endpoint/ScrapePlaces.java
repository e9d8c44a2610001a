package io.reeve.http.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The places of the scrapes that are under way. A client, which is a {@link io.reeve.http.ClientAddress}, may have all of them while nobody else asks;
 * another client that asks waits a moment, and then gets the newest scrape's place from a client that has several. So no
 * client keeps others out. Any thread.
 */
final class ScrapePlaces {
    private final int atOnce;
    private final Duration moment;
    private final Duration cutting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    /** In the order of their beginning. */
    @GuardedBy("lock")
    private final List<Place> taken = new ArrayList<>();
    /** The places that are about to become free for somebody who waits for them. */
    @GuardedBy("lock")
    private int promised;

    /**
     * @param atOnce  the number of places
     * @param moment  the time that scrapes get to end by themselves when another client asks
     * @param cutting the time that one takes to end when it is cut off
     */
    ScrapePlaces(int atOnce, Duration moment, Duration cutting) {
        this.atOnce = atOnce;
        this.moment = moment;
        this.cutting = cutting;
    }

    /** The place of one scrape, until it is closed. */
    final class Place implements AutoCloseable {
        private final ByteBuffer client;
        private final Runnable cut;

        private Place(ByteBuffer client, Runnable cut) {
            this.client = client;
            this.cut = cut;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                taken.remove(this);
                left.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Takes a place, or nothing if there is none. Blocks while a client that has several ends one of its scrapes.
     *
     * @param cut ends this scrape early, so that its place is closed soon; must not block
     */
    Optional<Place> enter(ByteBuffer client, Runnable cut) {
        lock.lock();
        try {
            for (long nanos = moment.toNanos(); isFull() && newestOfSeveral(client) != null && nanos > 0;) {
                nanos = left.awaitNanos(nanos);
            }
            Place newest = newestOfSeveral(client);
            if (isFull() && newest != null) {
                newest.cut.run();
                awaitPromised();
            }
            return isFull() ? Optional.empty() : Optional.of(take(client, cut));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitPromised() throws InterruptedException {
        promised++;
        try {
            for (long nanos = cutting.toNanos(); taken.size() >= atOnce && nanos > 0;) {
                nanos = left.awaitNanos(nanos);
            }
        } finally {
            promised--;
        }
    }

    @GuardedBy("lock")
    private boolean isFull() {
        return taken.size() + promised >= atOnce;
    }

    @GuardedBy("lock")
    private Place take(ByteBuffer client, Runnable cut) {
        Place place = new Place(client, cut);
        taken.add(place);
        return place;
    }

    /** The newest scrape of a client that has several; null if there is none, or if this client has a place itself. */
    @GuardedBy("lock")
    private @Nullable Place newestOfSeveral(ByteBuffer client) {
        Set<ByteBuffer> seen = new HashSet<>();
        Place newest = null;
        for (Place place : taken) {
            if (place.client.equals(client)) {
                return null;
            }
            newest = seen.add(place.client) ? newest : place;
        }
        return newest;
    }
}
