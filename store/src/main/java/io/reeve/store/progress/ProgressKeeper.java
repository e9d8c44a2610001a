package io.reeve.store.progress;

import io.reeve.api.FrozenException;
import io.reeve.api.MgrException;
import io.reeve.api.NotActiveException;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.RunningEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of what is to outlive this leadership: on a thread of its own it compares what should be in the store with what
 * is, and writes the difference. It looks every few seconds, and at once after {@link #soon}; updates alone never hurry it, so
 * a module may report as often as it likes.
 */
final class ProgressKeeper implements AutoCloseable {
    /** The times of a keeper: between two looks without a reason, and between two writes whatever the reason. */
    record Pace(Duration look, Duration pause) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofMillis(200));
    }

    /** The longest wait of a hand-over for the last write. */
    private static final Duration LAST_WRITE = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(ProgressKeeper.class);

    private final ProgressKeys keys;
    private final Supplier<SortedMap<String, byte[]>> wanted;
    private final Pace pace;
    private final Thread thread = Thread.ofPlatform().daemon().name("progress-store").unstarted(this::run);
    private final Semaphore reasons = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock writing = new ReentrantLock();
    private String lastProblem = ""; // used only by the thread

    /** @param wanted the keys of events that should be there, and no others */
    ProgressKeeper(ProgressKeys keys, Supplier<SortedMap<String, byte[]>> wanted, Pace pace) {
        this.keys = keys;
        this.wanted = wanted;
        this.pace = pace;
    }

    /** Begins to write. */
    void start() {
        thread.start();
    }

    /** The running events that an earlier active has left; what is no list of events is left out. */
    List<RunningEvent> running() {
        List<RunningEvent> all = new ArrayList<>();
        keys.prefix(ProgressKeys.RUNNING).forEach((key, bytes) -> {
            try {
                all.addAll(ProgressCodec.parseRunning(bytes));
            } catch (IOException e) {
                LOG.warn("key {} is no list of progress events, and is replaced: {}", key, e.getMessage());
            }
        });
        return all;
    }

    /** The finished events that an earlier active has left. */
    List<FinishedEvent> finished() {
        Optional<byte[]> bytes = keys.get(ProgressKeys.FINISHED);
        try {
            return bytes.isPresent() ? ProgressCodec.parseFinished(bytes.get()) : List.of();
        } catch (IOException e) {
            LOG.warn("key {} is no list of progress events, and is replaced: {}", ProgressKeys.FINISHED,
                    e.getMessage());
            return List.of();
        }
    }

    /** Has what changed written at the next opportunity. Does not block. */
    void soon() {
        reasons.release();
    }

    /**
     * Writes what differs now. A list that cannot be written does not keep the others from it. Blocks; throws what
     * {@link ProgressKeys#set} does, of the first list that was not written.
     */
    void write() {
        writing.lock();
        try {
            SortedMap<String, byte[]> should = wanted.get();
            SequencedMap<String, MgrException> failed = new LinkedHashMap<>();
            should.forEach((key, value) -> { // ends come before what runs no more
                if (!isStored(key, value)) {
                    set(key, value, failed);
                }
            });
            if (!failed.containsKey(ProgressKeys.FINISHED)) { // else events would be gone that have no end yet
                kept().stream().filter(key -> !should.containsKey(key)).forEach(key -> set(key, null, failed));
            }
            if (!failed.isEmpty()) {
                throw failed.firstEntry().getValue();
            }
        } finally {
            writing.unlock();
        }
    }

    private void set(String key, byte @Nullable [] value, Map<String, MgrException> failed) {
        try {
            keys.set(key, value);
        } catch (FrozenException | NotActiveException e) { // so it would be with the others
            throw e;
        } catch (MgrException e) {
            failed.put(key, e);
        }
    }

    /**
     * Removes all that is stored, and then has it forgotten; nothing is written meanwhile. Blocks; throws what
     * {@link ProgressKeys#set} does, and then nothing is forgotten.
     */
    void clear(Runnable forget) {
        writing.lock();
        try {
            kept().forEach(key -> keys.set(key, null));
            forget.run();
        } finally {
            writing.unlock();
        }
    }

    /** The keys of events that there are. */
    private Set<String> kept() {
        Set<String> all = new TreeSet<>(keys.prefix(ProgressKeys.RUNNING).keySet());
        keys.get(ProgressKeys.FINISHED).ifPresent(_ -> all.add(ProgressKeys.FINISHED));
        return all;
    }

    private boolean isStored(String key, byte[] value) {
        byte @Nullable [] stored = keys.get(key).orElse(null);
        return stored != null && Arrays.equals(stored, value);
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                if (reasons.tryAcquire(pace.look.toNanos(), TimeUnit.NANOSECONDS)) {
                    int _ = reasons.drainPermits();
                }
                tryToWrite();
                boolean _ = closing.await(pace.pause.toNanos(), TimeUnit.NANOSECONDS);
            }
            tryToWrite();
        } catch (InterruptedException e) {
            LOG.debug("closed");
        }
    }

    private void tryToWrite() {
        try {
            write();
            lastProblem = "";
        } catch (FrozenException | NotActiveException e) {
            LOG.debug("progress events are not kept at present", e);
        } catch (MgrException e) {
            if (!lastProblem.equals(e.getMessage())) { // not at each attempt
                LOG.warn("progress events are not kept, and this is tried again: {}", e.getMessage());
            }
            lastProblem = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("progress events are not kept, and this is tried again", e);
        }
    }

    /** Writes once more, and ends. Waits for a moment at most. */
    @Override
    public void close() {
        closing.countDown();
        soon();
        try {
            if (thread.isAlive() && !thread.join(LAST_WRITE)) {
                LOG.info("the last progress events are not written yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
