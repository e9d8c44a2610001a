package io.reeve.api.testing;

import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The progress events of the module {@code m} and of others, in memory, without bounds, all at one time. */
public final class FakeProgress implements Progress {
    private static final String MODULE = "m";

    /** The events that run, to which a test may add those of other modules. */
    public final List<RunningEvent> running = new CopyOnWriteArrayList<>();
    /** The events that have finished. */
    public final List<FinishedEvent> finished = new CopyOnWriteArrayList<>();
    /** What was called, as lines: {@code update ID 0.50 MESSAGE}. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    private @Nullable RunningEvent take(String id) {
        RunningEvent known = running.stream().filter(e -> e.name().equals(MODULE + "/" + id)).findFirst().orElse(null);
        running.removeIf(event -> event.equals(known));
        return known;
    }

    @Override
    public void start(ProgressEvent event) {
        calls.add("start " + event.id() + " " + event.message());
        RunningEvent known = take(event.id());
        running.add(new RunningEvent(MODULE, event, known == null ? 0 : known.fraction(), Instant.EPOCH, false));
    }

    @Override
    public boolean update(String id, double fraction, String message) {
        double of = ProgressEvent.requireFraction(id, fraction);
        calls.add(String.format(Locale.ROOT, "update %s %.2f %s", id, of, message));
        RunningEvent known = take(id);
        return known != null
                && running.add(new RunningEvent(MODULE, known.event().withMessage(message), of, Instant.EPOCH, false));
    }

    @Override
    public boolean complete(String id) {
        calls.add("complete " + id);
        return end(id, null);
    }

    @Override
    public boolean fail(String id, String reason) {
        calls.add("fail " + id + " " + ProgressEvent.requireText(id, "reason", reason));
        return end(id, reason);
    }

    private boolean end(String id, @Nullable String failure) {
        RunningEvent known = take(id);
        return known != null
                && finished.add(new FinishedEvent(MODULE, known.event(), known.started(), Instant.EPOCH, failure));
    }

    @Override
    public void clear() {
        calls.add("clear");
        running.removeIf(event -> event.module().equals(MODULE));
    }

    @Override
    public List<RunningEvent> running() {
        return List.copyOf(running);
    }

    @Override
    public List<FinishedEvent> finished() {
        return List.copyOf(finished);
    }
}
