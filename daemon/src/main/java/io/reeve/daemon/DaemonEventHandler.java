package io.reeve.daemon;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.reportport.daemon.DaemonEvents;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The handling of what daemons do besides reporting: conflicts go to the cluster log and to health, commands are run. */
final class DaemonEventHandler implements DaemonEvents {
    private final Supplier<@Nullable ActiveWork> active;
    private volatile List<String> conflicts = List.of();

    /** @param active the active's work; null on a standby */
    DaemonEventHandler(Supplier<@Nullable ActiveWork> active) {
        this.active = active;
    }

    @Override
    public void duplicate(DaemonId daemon, String older, String newer) {
        say("two processes report as " + daemon + ": the one at " + newer + " replaces the one at " + older
                + "; give each its own id");
    }

    @Override
    public void conflicts(List<String> all) {
        List<String> before = conflicts;
        conflicts = List.copyOf(all);
        all.stream().filter(line -> !before.contains(line)).forEach(this::say);
        ActiveWork work = active.get();
        if (work != null) {
            work.daemonHealth(checks(all));
        }
    }

    @Override
    public HandleCommandResult command(DaemonId from, Map<String, Object> command, byte[] input)
            throws InterruptedException {
        ActiveWork work = active.get();
        return work == null
                ? HandleCommandResult.error(Errno.EAGAIN, "this manager is not active any more")
                : work.runForDaemon(from.name(), command, input);
    }

    private void say(String line) {
        ActiveWork work = active.get();
        if (work != null) {
            work.say(ClusterLogPriority.WARN, line);
        }
    }

    static List<HealthCheck> checks(List<String> conflicts) {
        return conflicts.isEmpty()
                ? List.of()
                : List.of(HealthCheck.warning("PERF_COUNTER_CONFLICT",
                        conflicts.size() + " perf counters are declared in different ways by daemons of one type",
                        conflicts.toArray(String[]::new)));
    }
}
