package io.reeve.daemon.process;

import io.reeve.modulehost.threads.RehearsalThreads;
import io.reeve.modulehost.threads.ThreadNames;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads without which this process would live on and be of no use: when a failure ends one of them, the process ends, so
 * that its supervisor starts it again. Their loops go on after what they expect; this is for the rest, such as an exhausted
 * heap. Threads of modules are in a group that hears of their end itself.
 */
public final class VitalThreads {
    private static final Set<String> NAMES = Set.of("reeve-role", "reeve-cluster", "reeve-maps", "reeve-ensemble",
            "cluster-log", "health-store", "config-key-notify", "config-key-refresh");
    private static final Logger LOG = LoggerFactory.getLogger(VitalThreads.class);

    private VitalThreads() {}

    /** The names of these threads, which the rooms that start them give; a test looks for each in a running manager. */
    public static Set<String> names() {
        return NAMES;
    }

    /** Ends the process with {@link ProcessExit#FAILED} when one of them fails, from now on. */
    public static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (RehearsalThreads.isCurrent()) {
                LOG.debug("Thread {} of a rehearsal has ended by a failure", thread.getName(), failure);
            } else if (NAMES.contains(thread.getName()) && !thread.isVirtual()) {
                LOG.error("Thread {} has ended, and this process is useless without it: stopping", thread.getName(),
                        failure);
                ProcessExit.exitBeside(ProcessExit.FAILED);
            } else {
                LOG.error("Thread {} has ended by a failure", ThreadNames.shown(thread), failure);
            }
        });
    }
}
