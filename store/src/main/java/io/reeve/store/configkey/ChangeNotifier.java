package io.reeve.store.configkey;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that calls listeners with changed keys. Changes during a call are delivered together in the next one.
 */
final class ChangeNotifier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangeNotifier.class);

    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private final Thread thread = Thread.ofPlatform().daemon().name("config-key-notify").unstarted(this::run);

    @GuardedBy("lock")
    private Set<String> changed = new HashSet<>();

    @GuardedBy("lock")
    private boolean open;

    void listen(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    /** Starts to deliver changes; those before are the first load, and are not delivered. */
    void start() {
        synchronized (lock) {
            open = true;
        }
        thread.start();
    }

    void changed(String key) {
        synchronized (lock) {
            if (open) {
                changed.add(key);
                lock.notifyAll();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                Set<String> keys = take();
                for (Consumer<Set<String>> listener : listeners) {
                    tell(listener, keys);
                }
            }
        } catch (InterruptedException e) {
            log.debug("closed");
        }
    }

    private Set<String> take() throws InterruptedException {
        synchronized (lock) {
            while (changed.isEmpty()) {
                lock.wait();
            }
            Set<String> keys = Set.copyOf(changed);
            changed = new HashSet<>();
            return keys;
        }
    }

    private static void tell(Consumer<Set<String>> listener, Set<String> keys) {
        try {
            listener.accept(keys);
        } catch (RuntimeException e) {
            log.error("a listener of config-key failed on {} changed keys", keys.size(), e);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            open = false;
        }
        thread.interrupt();
    }
}
