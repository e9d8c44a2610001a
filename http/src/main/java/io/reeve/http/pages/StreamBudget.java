package io.reeve.http.pages;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The budget of all event streams together: how many there are, and how many bytes wait for slow readers.
 *
 * @param streams the largest number of streams
 * @param bytes   the most bytes that wait
 * @param open    the streams that there are
 * @param waiting the bytes that wait
 */
record StreamBudget(int streams, long bytes, AtomicInteger open, AtomicLong waiting) {
    /** The budget of this process. */
    static final StreamBudget PROCESS = new StreamBudget(200, 8 << 20);

    StreamBudget(int streams, long bytes) {
        this(streams, bytes, new AtomicInteger(), new AtomicLong());
    }

    /** Takes a place for one more stream; false if there is none. */
    boolean enter() {
        return open.getAndUpdate(now -> now < streams ? now + 1 : now) < streams;
    }

    void leave() {
        open.decrementAndGet();
    }

    /** Takes room for bytes that wait; false if there is none. */
    boolean take(long count) {
        return waiting.getAndUpdate(now -> now + count <= bytes ? now + count : now) + count <= bytes;
    }

    void giveBack(long count) {
        waiting.addAndGet(-count);
    }
}
