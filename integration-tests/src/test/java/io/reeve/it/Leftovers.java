package io.reeve.it;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What test runs leave in Docker. Everything has a label that names the run's process; what a dead one left is removed. */
final class Leftovers implements AutoCloseable {
    private static final String LABEL = "io.reeve.test.process";

    private final DockerClient docker;
    private final String self = describe(ProcessHandle.current());
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    Leftovers(DockerClient docker) {
        this.docker = docker;
    }

    Map<String, String> label() {
        return Map.of(LABEL, self);
    }

    /** Makes a volume, which is removed in the end. */
    String volume(String name) {
        return docker.createVolumeCmd().withName("reeve-test-" + run + "-" + name).withLabels(label()).exec().getName();
    }

    /** The same in memory, of that size, for the image's user; it is empty again when no container has it mounted. */
    String volumeInMemory(String name, int mebibytes) {
        return docker.createVolumeCmd()
                .withName("reeve-test-" + run + "-" + name)
                .withLabels(label())
                .withDriver("local")
                .withDriverOpts(Map.of("type", "tmpfs", "device", "tmpfs", "o",
                        "size=" + mebibytes + "m,uid=10001,gid=10001"))
                .exec()
                .getName();
    }

    /** Pid and start, so that a later process with the same pid is another one. */
    private static String describe(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static boolean isOver(Map<String, String> labels) {
        String owner = labels.getOrDefault(LABEL, "");
        String pid = owner.split(" ", 2)[0];
        return !owner.isEmpty()
                && ProcessHandle.of(Long.parseLong(pid)).filter(p -> describe(p).equals(owner)).isEmpty();
    }

    /** Removes what runs left that are over. */
    void remove() {
        remove(Leftovers::isOver);
    }

    private void remove(Predicate<Map<String, String>> which) {
        docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(LABEL))
                .exec()
                .stream()
                .filter(c -> which.test(c.getLabels()))
                .forEach(c -> gone(id -> docker.removeContainerCmd(id).withForce(true).exec(), c.getId()));
        docker.listNetworksCmd()
                .withFilter("label", List.of(LABEL))
                .exec()
                .stream()
                .filter(n -> which.test(n.getLabels()))
                .forEach(n -> gone(id -> docker.removeNetworkCmd(id).exec(), n.getId()));
        docker.listVolumesCmd()
                .withFilter("label", List.of(LABEL))
                .exec()
                .getVolumes()
                .stream()
                .filter(v -> which.test(v.getLabels()))
                .forEach(v -> gone(id -> docker.removeVolumeCmd(id).exec(), v.getName()));
    }

    private static void gone(Consumer<String> removal, String id) {
        try {
            removal.accept(id);
        } catch (NotFoundException e) {
            // somebody else was faster
        }
    }

    /** Removes what this process made. */
    @Override
    public void close() {
        remove(labels -> self.equals(labels.get(LABEL)));
    }
}
