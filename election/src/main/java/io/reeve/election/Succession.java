package io.reeve.election;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The succession of a leader that evidence shows to be dead. The first manager that lives in the queue takes over in one
 * transaction; the others leave it {@link #PATIENCE} for that, before they evict the dead one, as the first does when it has
 * not succeeded. May be called on any thread but the election's.
 */
final class Succession {
    /** The time for which the others wait for the first that lives. */
    static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final Interventions interventions;
    private final ElectionDriver driver;
    private final Interventions.Epochs epochs;
    private final LongSupplier nanoTime;
    /** When evidence about a process came. After a ZooKeeper session timeout its session says the same. */
    private final Map<Long, Long> dead = new ConcurrentHashMap<>();
    private final AtomicInteger deaths = new AtomicInteger();

    Succession(Interventions interventions, ElectionDriver driver, Interventions.Epochs epochs,
            LongSupplier nanoTime) {
        this.interventions = interventions;
        this.driver = driver;
        this.epochs = epochs;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the evidence that a process is dead. If it led, waits until its epoch is over or the time for that is.
     *
     * @return whether it led, and another one leads now: there is nothing to evict
     * @throws UnavailableException if ZooKeeper does not answer
     */
    boolean of(String name, long gid, String why, Duration timeout) {
        dead.values().removeIf(at -> nanoTime.getAsLong() - at > timeout.toNanos());
        dead.put(gid, nanoTime.getAsLong());
        deaths.incrementAndGet();
        TakeOver order = TakeOver.of(interventions.read(Interventions.PATIENCE), name, gid, why);
        return order != null && succeeded(order, System.nanoTime() + PATIENCE.toNanos());
    }

    private boolean succeeded(TakeOver order, long deadline) {
        long epoch = order.listing().epochNumber();
        int known = 0; // deaths, as another one may make this manager the first
        while (deadline - System.nanoTime() > 0) {
            int now = deaths.get();
            TakeOver.Result result = now == known ? TakeOver.Result.NOT_FIRST : asFirst(order, deadline);
            known = now;
            if (result != TakeOver.Result.NOT_FIRST) {
                return result == TakeOver.Result.LEADS;
            }
            if (epochs.awaitEnd(epoch, LOOK)) {
                return true;
            }
        }
        LOG.info("nobody has succeeded '{}' of epoch {} within {} ms", order.dead().name(), epoch,
                PATIENCE.toMillis());
        return false;
    }

    private TakeOver.Result asFirst(TakeOver order, long deadline) {
        try {
            return driver.takeOver(order, dead::containsKey)
                    .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return TakeOver.Result.FAILED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it with a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TakeOver.Result.FAILED;
        }
    }
}
