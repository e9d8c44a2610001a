package io.reeve.daemon;

import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.process.StartupCache;
import io.reeve.daemon.process.VersionLine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code reeved cache}: makes the start-up cache now, as when an image is built. */
@Command(name = "cache", mixinStandardHelpOptions = true, versionProvider = VersionLine.class, description = "Makes the cache for faster starts now, if it is missing; a running manager makes it by itself.")
final class CacheCommand implements Callable<Integer> {
    private final Class<?> main;

    CacheCommand(Class<?> main) {
        this.main = main;
    }

    @Override
    public Integer call() throws Exception {
        if (!StartupCache.makeNow(main)) {
            throw new CommandFailure("the start-up cache could not be made; managers run without it");
        }
        return ProcessExit.OK;
    }
}
