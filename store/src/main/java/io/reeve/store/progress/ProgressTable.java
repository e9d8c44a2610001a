package io.reeve.store.progress;

import io.reeve.api.MgrException;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress events of all modules, in memory. Not safe for several threads: whoever owns it has a lock.
 *
 * <pre>
 *            start                       complete, fail
 *   (none) --------> running, taken up ----------------> finished: the last 50
 *                      |          ^                          ^
 *       module stopped |          | start, update            | not kept: module stopped
 *   another active led v          |                          | kept: not taken up for 5 minutes
 *                    running, inherited -----complete, fail--+
 * </pre>
 *
 * <p>{@code clear} removes a running event without a trace. An event that is not kept ends with the active.
 */
final class ProgressTable {
    /** The most events of one module that run. */
    static final int MAX_OF_MODULE = 32;
    /** The most events of all modules that run. */
    static final int MAX_RUNNING = 256;
    /** The most events that have finished; the oldest go. Ceph's {@code max_completed_events}. */
    static final int MAX_FINISHED = 50;
    /** The time for which an event waits for its module. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<Key, Entry> running = new LinkedHashMap<>();
    private final List<FinishedEvent> finished = new ArrayList<>();

    private record Key(String module, String id) {}

    /** @param until the monotonic time until which an inherited event waits */
    private record Entry(RunningEvent event, long until) {}

    /**
     * @param clock    for the stamps of events
     * @param nanoTime a monotonic clock in nanoseconds, for {@link #PATIENCE}
     */
    ProgressTable(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Takes what an earlier active has left: kept events wait for their modules. */
    void inherit(List<RunningEvent> left, List<FinishedEvent> ended) {
        ended.forEach(this::keep);
        left.stream()
                .filter(event -> ended.stream().noneMatch(end -> end.ends(event)))
                .limit(MAX_RUNNING)
                .forEach(this::awaitModule);
    }

    /** Starts an event, or goes on with one of that id. */
    void start(String module, ProgressEvent event) {
        Entry known = running.get(new Key(module, event.id()));
        if (known == null) {
            refuseTooMany(module, event);
        }
        put(known == null
                ? new RunningEvent(module, event, 0, now(), false)
                : new RunningEvent(module, event, known.event.fraction(), known.event.started(), false));
    }

    private void refuseTooMany(String module, ProgressEvent event) {
        long own = running.keySet().stream().filter(key -> key.module.equals(module)).count();
        if (own >= MAX_OF_MODULE || running.size() >= MAX_RUNNING) {
            throw new MgrException("progress event '" + event.id() + "' of module '" + module + "' was not started: "
                    + (own >= MAX_OF_MODULE
                            ? own + " events of the module run, and the most is " + MAX_OF_MODULE
                            : running.size() + " events of all modules run, and the most is " + MAX_RUNNING)
                    + ": complete, fail or clear some");
        }
    }

    /** Changes a running event; returns whether there is one. */
    boolean update(String module, String id, double fraction, String message) {
        Entry known = running.get(new Key(module, id));
        if (known != null) {
            put(new RunningEvent(module, known.event.event().withMessage(message), fraction, known.event.started(),
                    false));
        }
        return known != null;
    }

    /** Ends a running event, and returns the end of it; null if there is none. */
    @Nullable
    FinishedEvent finish(String module, String id, @Nullable String failure) {
        Entry known = running.get(new Key(module, id));
        return known == null ? null : finish(known.event, failure);
    }

    private FinishedEvent finish(RunningEvent ended, @Nullable String failure) {
        Entry _ = running.remove(new Key(ended.module(), ended.event().id()));
        FinishedEvent end = new FinishedEvent(ended.module(), ended.event(), ended.started(), now(), failure);
        keep(end);
        return end;
    }

    /** Removes the running events of a module. */
    void clear(String module) {
        running.keySet().removeIf(key -> key.module.equals(module));
    }

    /** Removes everything. */
    void clear() {
        running.clear();
        finished.clear();
    }

    /** Takes notice that an instance of a module has ended: what it kept waits for the next one, the rest has failed. */
    void moduleEnded(String module) {
        for (RunningEvent event : running()) {
            if (event.module().equals(module) && !event.inherited()) {
                if (event.event().kept()) {
                    awaitModule(event);
                } else {
                    FinishedEvent _ = finish(event, "the module stopped");
                }
            }
        }
    }

    /** Fails the inherited events for which the wait is over. */
    void expire() {
        long now = nanoTime.getAsLong();
        for (Entry entry : List.copyOf(running.values())) {
            if (entry.event.inherited() && now - entry.until >= 0) {
                FinishedEvent _ = finish(entry.event, "the module did not take it up again");
            }
        }
    }

    /** The events that run, the oldest entry first. */
    List<RunningEvent> running() {
        return running.values().stream().map(Entry::event).toList();
    }

    /** The events that have finished, the oldest end first. */
    List<FinishedEvent> finished() {
        return List.copyOf(finished);
    }

    private void awaitModule(RunningEvent event) {
        Entry _ = running.put(new Key(event.module(), event.event().id()), new Entry(
                new RunningEvent(event.module(), event.event(), event.fraction(), event.started(), true),
                nanoTime.getAsLong() + PATIENCE.toNanos()));
    }

    private void put(RunningEvent event) {
        Entry _ = running.put(new Key(event.module(), event.event().id()), new Entry(event, 0));
    }

    private void keep(FinishedEvent event) {
        finished.add(event);
        if (finished.size() > MAX_FINISHED) {
            FinishedEvent _ = finished.removeFirst();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
