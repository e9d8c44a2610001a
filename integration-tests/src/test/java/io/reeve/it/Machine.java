package io.reeve.it;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;

/** One container with one process in it, which can be hurt as a machine can be, and mended. */
final class Machine {
    private static final int STOP_SECONDS = 10;

    private final String name;
    private final int port;
    private final int reportPort;
    private final GenericContainer<?> container;

    /**
     * @param port       where it is published on 127.0.0.1
     * @param reportPort the same of its report port; 0 if that is not published
     */
    Machine(String name, int port, int reportPort, GenericContainer<?> container) {
        this.name = name;
        this.port = port;
        this.reportPort = reportPort;
        this.container = container;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    int reportPort() {
        return reportPort;
    }

    GenericContainer<?> container() {
        return container;
    }

    /** Where a browser on this machine finds it, without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    private InspectContainerResponse inspect() {
        return docker().inspectContainerCmd(container.getContainerId()).exec();
    }

    boolean isRunning() {
        return Boolean.TRUE.equals(inspect().getState().getRunning());
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(inspect().getState().getPaused());
    }

    /** Without a word: SIGKILL. */
    void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    /** In good order: SIGTERM. */
    void stop() {
        docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
    }

    void start() {
        docker().startContainerCmd(container.getContainerId()).exec();
    }

    /** All its processes stand still, as when a virtual machine is suspended. */
    void pause() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    void unpause() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** Sends a signal from outside its PID namespace: within it, process 1 cannot be stopped. */
    void signal(String signal) throws IOException, InterruptedException {
        asRoot("kill", "-" + signal, Long.toString(pid()));
    }

    /** How its process ended. */
    long exitStatus() {
        Long status = inspect().getState().getExitCodeLong();
        return status == null ? -1 : status;
    }

    /** Without a word, whatever was done to it before. */
    void killAnyhow() {
        InspectContainerResponse.ContainerState state = inspect().getState();
        if (Boolean.TRUE.equals(state.getPaused())) {
            unpause();
        }
        if (Boolean.TRUE.equals(state.getRunning())) {
            kill();
        }
    }

    /** Whatever was done to it is undone. */
    void mend() throws IOException, InterruptedException {
        InspectContainerResponse.ContainerState state = inspect().getState();
        if (Boolean.TRUE.equals(state.getPaused())) {
            unpause();
        }
        if (Boolean.TRUE.equals(state.getRunning())) {
            signal("CONT");
        } else {
            start();
        }
    }

    /** Of its process, as this machine counts; 0 if there is none. */
    long pid() {
        Long pid = inspect().getState().getPidLong();
        return pid == null ? 0 : pid;
    }

    /** In the cluster's network; empty when it does not run. */
    String address() {
        return inspect().getNetworkSettings()
                .getNetworks()
                .values()
                .stream()
                .map(network -> Objects.requireNonNullElse(network.getIpAddress(), ""))
                .findFirst()
                .orElse("");
    }

    /** Runs a program in its network. */
    void inItsNetwork(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid() + "/ns/net"));
        all.addAll(Arrays.asList(command));
        asRoot(all.toArray(String[]::new));
    }

    private static void asRoot(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (!System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("sudo", "-n"));
        }
        all.addAll(Arrays.asList(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", all) + " failed: " + said);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
