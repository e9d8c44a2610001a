package io.reeve.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a {@link Hold} holds, and the looks at them: when something has changed, and now and then. A request is let
 * go when its {@link Hold.Rule} does not hold it any more, or its time is over.
 *
 * <p>All methods may be called on any thread, and none waits.
 */
final class HeldRequests {
    private static final Duration LOOK = Duration.ofMillis(20);

    /**
     * One request.
     *
     * @param next    goes on with it
     * @param doubted the situation whose change it waits for; null if it waits until its kind is not held any more
     */
    record Held(HttpServerExchange exchange, Hold.Kind kind, HoldBudget.Place place, HttpHandler next, long since,
            long until, @Nullable Object doubted) {}

    private final Hold.Rule rule;
    private final Consumer<Held> release;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Set<Held> waiting = new LinkedHashSet<>();
    @GuardedBy("lock")
    private boolean looking;
    @GuardedBy("lock")
    private long held;
    @GuardedBy("lock")
    private long givenUp;
    @GuardedBy("lock")
    private long longest;

    /**
     * @param release takes each request that is let go, without the lock
     */
    HeldRequests(Hold.Rule rule, Consumer<Held> release) {
        this.rule = rule;
        this.release = release;
    }

    /** Adds a request, and sees to it that somebody looks. */
    void add(Held one) {
        synchronized (lock) {
            held++;
            waiting.add(one);
            if (looking) {
                return;
            }
            looking = true;
        }
        lookLater(one.exchange());
    }

    private void lookLater(HttpServerExchange exchange) {
        exchange.getIoThread().executeAfter(() -> {
            try {
                look();
            } finally {
                lookAgain();
            }
        }, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAgain() {
        HttpServerExchange next;
        synchronized (lock) {
            looking = !waiting.isEmpty();
            next = looking ? waiting.iterator().next().exchange() : null;
        }
        if (next != null) {
            lookLater(next);
        }
    }

    /** Lets go on what is not to be held any more. */
    void look() {
        synchronized (lock) {
            if (waiting.isEmpty()) {
                return;
            }
        }
        Map<Hold.Kind, Boolean> holds = new HashMap<>();
        for (Hold.Kind kind : Hold.Kind.values()) {
            holds.put(kind, rule.holds(kind));
        }
        take(holds, rule.situation()).forEach(release);
    }

    private List<Held> take(Map<Hold.Kind, Boolean> holds, Object situation) {
        long now = System.nanoTime();
        List<Held> ready = new ArrayList<>();
        synchronized (lock) {
            for (Iterator<Held> all = waiting.iterator(); all.hasNext();) {
                Held one = all.next();
                boolean over = now - one.until() >= 0;
                boolean goes = one.doubted() == null
                        ? !holds.getOrDefault(one.kind(), false)
                        : !one.doubted().equals(situation);
                if (over || goes) {
                    all.remove();
                    ready.add(one);
                    givenUp += goes ? 0 : 1;
                    longest = Math.max(longest, now - one.since());
                }
            }
        }
        return ready;
    }

    /** The number of requests that wait now. */
    int size() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** The number of requests that were added so far. */
    long total() {
        synchronized (lock) {
            return held;
        }
    }

    /** The number of requests whose time was over. */
    long givenUp() {
        synchronized (lock) {
            return givenUp;
        }
    }

    /** The longest wait so far, in seconds. */
    double longestSeconds() {
        synchronized (lock) {
            return longest / 1e9;
        }
    }
}
