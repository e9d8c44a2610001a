package io.reeve.daemon;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.reportport.daemon.DaemonEvents;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What daemons do besides reporting: their quarrels go to the cluster log and to health, their commands are run. */
final class DaemonTrouble implements DaemonEvents {
    private final BiConsumer<ClusterLogPriority, String> say;
    private final Consumer<List<HealthCheck>> health;
    private final Commands commands;
    private volatile List<String> conflicts = List.of();

    /** Runs a command as if a client had sent it. */
    interface Commands {
        HandleCommandResult run(String from, Map<String, Object> command, byte[] input) throws InterruptedException;
    }

    /**
     * @param say    puts a line into the cluster log, without blocking
     * @param health takes the health checks that follow, without blocking
     */
    DaemonTrouble(BiConsumer<ClusterLogPriority, String> say, Consumer<List<HealthCheck>> health, Commands commands) {
        this.say = say;
        this.health = health;
        this.commands = commands;
    }

    @Override
    public void duplicate(DaemonId daemon, String older, String newer) {
        say.accept(ClusterLogPriority.WARN, "two processes report as " + daemon + ": the one at " + newer
                + " replaces the one at " + older + "; give each its own id");
    }

    @Override
    public void conflicts(List<String> all) {
        List<String> before = conflicts;
        conflicts = List.copyOf(all);
        all.stream().filter(line -> !before.contains(line)).forEach(line -> say.accept(ClusterLogPriority.WARN, line));
        health.accept(checks());
    }

    @Override
    public HandleCommandResult command(DaemonId from, Map<String, Object> command, byte[] input)
            throws InterruptedException {
        return commands.run(from.name(), command, input);
    }

    private List<HealthCheck> checks() {
        List<String> now = conflicts;
        return now.isEmpty()
                ? List.of()
                : List.of(HealthCheck.warning("PERF_COUNTER_CONFLICT",
                        now.size() + " perf counters are declared in different ways by daemons of one type",
                        now.toArray(String[]::new)));
    }
}
