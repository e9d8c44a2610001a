package io.reeve.daemon.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The demo's manager processes. Thread-safe. */
final class DemoManagers {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final DemoOptions options;
    private final String zookeeper;
    private final BlockingQueue<ManagerProcess> deaths = new LinkedBlockingQueue<>();
    @GuardedBy("this")
    private final TreeMap<String, ManagerProcess> processes = new TreeMap<>();
    @GuardedBy("this")
    private boolean stopping;

    DemoManagers(DemoOptions options, String zookeeper) {
        this.options = options;
        this.zookeeper = zookeeper;
    }

    /** Starts a manager, in place of an earlier one of its name; does nothing when all are being stopped. */
    synchronized void start(String name, int httpPort, int reportPort) throws IOException {
        if (stopping) {
            return;
        }
        ManagerProcess manager = ManagerProcess.start(options, zookeeper, name, httpPort, reportPort);
        processes.put(name, manager);
        Thread.ofVirtual().name("demo-watch-" + name).start(() -> awaitDeath(manager));
    }

    private void awaitDeath(ManagerProcess manager) {
        manager.process().onExit().join();
        deaths.add(manager);
    }

    /** The latest process of each name, dead ones included. */
    synchronized List<ManagerProcess> all() {
        return new ArrayList<>(processes.values());
    }

    List<ManagerProcess> alive() {
        return all().stream().filter(manager -> manager.process().isAlive()).toList();
    }

    /** The next manager that ended by itself; null if none does within the time. */
    @Nullable
    ManagerProcess nextDeath(Duration patience) throws InterruptedException {
        ManagerProcess dead = deaths.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return isStopping() ? null : dead;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Asks all to stop, waits for them, and kills those that are left. */
    void stopAll() {
        synchronized (this) {
            stopping = true;
        }
        List<ManagerProcess> running = alive();
        running.forEach(manager -> manager.process().destroy());
        long deadline = System.nanoTime() + STOP.toNanos();
        for (ManagerProcess manager : running) {
            if (!waitFor(manager, deadline - System.nanoTime())) {
                manager.process().destroyForcibly();
            }
        }
    }

    private static boolean waitFor(ManagerProcess manager, long nanos) {
        try {
            return manager.process().waitFor(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
