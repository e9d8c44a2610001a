package io.reeve.command;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The number of commands that run, and the wait for their end. Any thread. */
final class RunningCommands {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;

    void begin() {
        add(1);
    }

    void end() {
        add(-1);
    }

    private void add(int change) {
        lock.lock();
        try {
            count += change;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until none runs; false if the time is over first. */
    boolean awaitNone(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (count > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
