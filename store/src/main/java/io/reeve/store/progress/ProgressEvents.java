package io.reeve.store.progress;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.api.NotActiveException;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress events of all modules during one leadership. They are in memory; those that are kept, and the ends of all, are
 * also in config-keys, from which the next active reads them. All methods may be called from any thread, and none blocks but
 * {@link #clear}, {@link #setOn} and {@link #close}.
 *
 * <pre>
 * NEW → open → OPEN → close → CLOSED
 * </pre>
 */
public final class ProgressEvents implements AutoCloseable {
    private enum State {
        NEW, OPEN, CLOSED
    }

    private final ProgressKeys keys;
    private final ProgressKeeper keeper;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ProgressTable table;

    @GuardedBy("lock")
    private State state = State.NEW;

    /**
     * @param keys     the config-keys, which are up to date when this is opened
     * @param clock    for the stamps of events
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ProgressEvents(ProgressKeys keys, InstantSource clock, LongSupplier nanoTime) {
        this(keys, clock, nanoTime, ProgressKeeper.Pace.USUAL);
    }

    ProgressEvents(ProgressKeys keys, InstantSource clock, LongSupplier nanoTime, ProgressKeeper.Pace pace) {
        this.keys = keys;
        this.keeper = new ProgressKeeper(keys, this::wanted, pace);
        this.table = new ProgressTable(clock, nanoTime);
    }

    /** Takes over what an earlier active has kept, and begins to keep. Once. */
    public void open() {
        synchronized (lock) {
            if (state != State.NEW) {
                throw new IllegalStateException("progress events are " + state + ", open works once, when NEW");
            }
            state = State.OPEN;
            if (isOn()) { // else they are what an interrupted 'progress off' has left, and are removed
                table.inherit(keeper.running(), keeper.finished());
            }
        }
        keeper.start();
    }

    /** The events of one module, for that module. */
    public Progress of(String module) {
        return new OfModule(module);
    }

    /** Takes notice that an instance of a module has ended. Its kept events wait for the next one, the others have failed. */
    public void moduleEnded(String module) {
        synchronized (lock) {
            table.moduleEnded(module);
        }
        keeper.soon();
    }

    /** The events that run, in the order in which they started or were inherited. */
    public List<RunningEvent> running() {
        synchronized (lock) {
            table.expire();
            return table.running();
        }
    }

    /** The last events that have finished, the oldest end first. */
    public List<FinishedEvent> finished() {
        synchronized (lock) {
            table.expire();
            return table.finished();
        }
    }

    /** Removes all events, also those that have finished; none if that cannot be persisted. Blocks until it is. */
    public void clear() {
        keeper.clear(this::forget);
    }

    private void forget() {
        synchronized (lock) {
            table.clear();
        }
    }

    /** Whether modules' events are taken: {@code progress on|off}. */
    public boolean isOn() {
        return keys.get(ProgressKeys.ENABLED).map(ProgressEvents::text).filter("false"::equals).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Has modules' events taken from now on, or ignored and all removed. Blocks until that is persisted. */
    public void setOn(boolean on) {
        keys.set(ProgressKeys.ENABLED, on ? null : "false".getBytes(StandardCharsets.UTF_8));
        if (!on) {
            forget(); // first: it is off whether or not the rest can be removed now
            keeper.write();
        }
    }

    /** Keeps the last changes, waiting for a moment at most. From now on modules' calls are refused. */
    @Override
    public void close() {
        synchronized (lock) {
            if (state == State.NEW) {
                state = State.CLOSED;
                return;
            }
            state = State.CLOSED;
        }
        keeper.close();
    }

    /** The keys that should be there. */
    private SortedMap<String, byte[]> wanted() {
        SortedMap<String, byte[]> all = new TreeMap<>();
        Map<String, List<RunningEvent>> kept = new TreeMap<>();
        List<FinishedEvent> ended;
        synchronized (lock) {
            table.expire();
            table.running()
                    .stream()
                    .filter(event -> event.event().kept())
                    .forEach(event -> kept.computeIfAbsent(event.module(), _ -> new ArrayList<>()).add(event));
            ended = table.finished();
        }
        kept.forEach((module, events) -> all.put(ProgressKeys.RUNNING + module, ProgressCodec.running(events)));
        if (!ended.isEmpty()) {
            all.put(ProgressKeys.FINISHED, ProgressCodec.finished(ended));
        }
        return all;
    }

    @GuardedBy("lock")
    private void refuseUnlessOpen(String module) {
        if (state != State.OPEN) {
            throw new NotActiveException("the progress events of module '" + module
                    + "' are not taken: this manager is not active");
        }
    }

    private final class OfModule implements Progress {
        private final String module;

        private OfModule(String module) {
            this.module = module;
        }

        @Override
        public void start(ProgressEvent event) {
            synchronized (lock) {
                if (!isOn()) { // asked with the lock, with which 'progress off' removes what was started before
                    return;
                }
                refuseUnlessOpen(module);
                table.expire();
                table.start(module, event);
            }
            if (event.kept()) {
                keeper.soon();
            }
        }

        @Override
        public boolean update(String id, double fraction, String message) {
            double _ = ProgressEvent.requireFraction(id, fraction);
            String _ = ProgressEvent.requireText(id, "message", message);
            synchronized (lock) {
                refuseUnlessOpen(module);
                table.expire();
                return table.update(module, id, fraction, message);
            }
        }

        @Override
        public boolean complete(String id) {
            return finish(id, null);
        }

        @Override
        public boolean fail(String id, String reason) {
            return finish(id, ProgressEvent.requireText(id, "reason", reason));
        }

        private boolean finish(String id, @Nullable String failure) {
            FinishedEvent end;
            synchronized (lock) {
                refuseUnlessOpen(module);
                table.expire();
                end = table.finish(module, id, failure);
            }
            if (end != null && end.event().kept()) {
                keeper.soon(); // else the next active would show it as running
            }
            return end != null;
        }

        @Override
        public void clear() {
            synchronized (lock) {
                refuseUnlessOpen(module);
                table.clear(module);
            }
            keeper.soon();
        }

        @Override
        public List<RunningEvent> running() {
            return ProgressEvents.this.running();
        }

        @Override
        public List<FinishedEvent> finished() {
            return ProgressEvents.this.finished();
        }
    }
}
