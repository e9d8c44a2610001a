package io.reeve.http.pages;

import java.util.concurrent.Semaphore;

/** The budget of all event streams together: how many there are, and how many bytes wait for slow readers. Any thread. */
final class StreamBudget {
    /** The budget of this process. */
    static final StreamBudget PROCESS = new StreamBudget(200, 8 << 20);

    private final int streams;
    private final int bytes;
    private final Semaphore places;
    private final Semaphore room;

    /**
     * @param streams the largest number of streams
     * @param bytes   the most bytes that wait
     */
    StreamBudget(int streams, int bytes) {
        this.streams = streams;
        this.bytes = bytes;
        this.places = new Semaphore(streams);
        this.room = new Semaphore(bytes);
    }

    /** The largest number of streams. */
    int streams() {
        return streams;
    }

    /** The number of streams that there are. */
    int open() {
        return streams - places.availablePermits();
    }

    /** The number of bytes that wait. */
    int waiting() {
        return bytes - room.availablePermits();
    }

    /** Takes a place for one more stream; false if there is none. */
    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    /** Takes room for bytes that wait; false if there is none. */
    boolean take(int count) {
        return room.tryAcquire(count);
    }

    void giveBack(int count) {
        room.release(count);
    }
}
