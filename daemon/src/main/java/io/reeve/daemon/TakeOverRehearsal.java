package io.reeve.daemon;

import io.reeve.daemon.rehearsal.Rehearsal;
import io.reeve.modulehost.catalog.LoadedModule;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rehearsal of the take-over that this process may have to do: managers of its own play it, and the classes of the enabled
 * modules are linked. No code of a module runs.
 */
final class TakeOverRehearsal {
    private final ModuleCatalog catalog;
    private final Path data;

    /** @param data the data folder of this manager, in which the rehearsal has a folder of its own while it lasts */
    TakeOverRehearsal(ModuleCatalog catalog, Path data) {
        this.catalog = catalog;
        this.data = data;
    }

    /** Plays. Blocks; an interrupt ends it. On a thread of a rehearsal only. */
    void play(Collection<String> enabled, int rounds, Duration pause) throws Exception {
        link(enabled);
        try (WorkFolder folder = WorkFolder.make(data, "rehearsal", Long.toString(System.nanoTime()))) {
            new Rehearsal(folder.path(), PlayingManager::new).play(rounds, pause);
        }
    }

    private void link(Collection<String> enabled) throws IOException {
        for (String name : enabled) {
            Optional<LoadedModule> module = catalog.find(name);
            if (module.isPresent()) {
                List<String> _ = module.get().link(); // a rehearsal logs nothing
            }
        }
    }
}
