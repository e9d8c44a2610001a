package io.reeve.daemon.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of managers that start.
 *
 * @param managers what is seen of each, in their order
 */
record Starting(List<One> managers) {
    /** The processor time that counts as movement: a process that waits uses less in a minute. */
    private static final Duration WORK = Duration.ofSeconds(2);

    /**
     * One manager.
     *
     * @param name  its name and process
     * @param ready whether it answers and is ready
     * @param epoch the epoch of the active that it knows and that is available; 0 for none
     * @param log   the size of its log
     * @param work  the processor time that it has used, in units of {@link #WORK}
     */
    record One(String name, boolean ready, long epoch, long log, long work) {}

    static Starting of(List<ManagerProcess> processes, ManagerClient client, Path data) {
        return new Starting(processes.stream().map(manager -> of(manager, client, data)).toList());
    }

    private static One of(ManagerProcess manager, ManagerClient client, Path data) {
        long epoch = client.view(manager)
                .filter(ManagerClient.View::available)
                .map(ManagerClient.View::epoch)
                .orElse(0L);
        Duration used = manager.process().info().totalCpuDuration().orElse(Duration.ZERO);
        return new One(manager.name() + " (pid " + manager.pid() + ")", client.isReady(manager), epoch,
                size(data.resolve(manager.name() + ".log")), used.dividedBy(WORK));
    }

    private static long size(Path log) {
        return Files.exists(log) ? log.toFile().length() : 0;
    }

    /** The missing part, in words; empty when all are ready and each knows an active that is available. */
    Optional<String> missing() {
        List<String> silent = managers.stream().filter(one -> !one.ready()).map(One::name).toList();
        if (!silent.isEmpty()) {
            return Optional.of((silent.size() == 1 ? "manager " : "managers ") + String.join(", ", silent)
                    + " to be ready");
        }
        List<String> without = managers.stream().filter(one -> one.epoch() == 0).map(One::name).toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of("an active that manager " + String.join(" and ", without) + " can see");
    }
}
