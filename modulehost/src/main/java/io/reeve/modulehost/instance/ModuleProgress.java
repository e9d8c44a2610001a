package io.reeve.modulehost.instance;

import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import java.util.List;
import java.util.function.Supplier;

/** The progress events of a module as one instance of it sees them: each call asks anew whether the instance may still call. */
final class ModuleProgress implements Progress {
    private final Supplier<Progress> present;

    /** @param present the module's events; throws for an abandoned instance */
    ModuleProgress(Supplier<Progress> present) {
        this.present = present;
    }

    @Override
    public void start(ProgressEvent event) {
        present.get().start(event);
    }

    @Override
    public boolean update(String id, double fraction, String message) {
        return present.get().update(id, fraction, message);
    }

    @Override
    public boolean complete(String id) {
        return present.get().complete(id);
    }

    @Override
    public boolean fail(String id, String reason) {
        return present.get().fail(id, reason);
    }

    @Override
    public void clear() {
        present.get().clear();
    }

    @Override
    public List<RunningEvent> running() {
        return present.get().running();
    }

    @Override
    public List<FinishedEvent> finished() {
        return present.get().finished();
    }
}
