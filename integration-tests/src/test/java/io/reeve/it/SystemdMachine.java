package io.reeve.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.DockerClientFactory;

/**
 * A machine of its own, with systemd as process 1: a container whose root is this machine's, under a layer in memory. So it has this
 * machine's systemd and JDK, and nothing of what is done in it is seen outside. It has no network but its own loopback.
 */
final class SystemdMachine implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TARBALL = Product.home().getFileName() + ".tar.gz";

    private final Leftovers leftovers;
    private final String id;

    private SystemdMachine(Leftovers leftovers, String id) {
        this.leftovers = leftovers;
        this.id = id;
    }

    /** Starts one. The calling test is skipped, with the reason, where systemd cannot run in a container. */
    static SystemdMachine start() throws IOException, InterruptedException {
        Leftovers leftovers = new Leftovers(DockerClientFactory.instance().client());
        leftovers.remove();
        String id = Docker.succeed(LIMIT, Map.of(), command(leftovers), "-c", script());
        SystemdMachine machine = new SystemdMachine(leftovers, id);
        try {
            machine.awaitSystemd();
            return machine;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            machine.close();
            throw e;
        }
    }

    private static List<String> command(Leftovers leftovers) {
        List<String> command = new ArrayList<>(List.of("docker", "run", "--detach", "--tty", "--cap-add", "SYS_ADMIN",
                "--cap-add", "SYS_PTRACE", "--security-opt", "seccomp=unconfined", "--security-opt",
                "apparmor=unconfined",
                "--user", "0", "--no-healthcheck", "--network", "none", "--hostname", "machine", "--volume",
                "/:/machine:ro", "--volume",
                Product.home().resolveSibling(TARBALL) + ":/tarball/" + TARBALL + ":ro"));
        leftovers.label().forEach((name, value) -> command.addAll(List.of("--label", name + "=" + value)));
        command.addAll(List.of("--entrypoint", "sh", Image.name()));
        return command;
    }

    private static String script() throws IOException {
        try (InputStream in = SystemdMachine.class.getResourceAsStream("systemd-machine.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    private void awaitSystemd() throws IOException, InterruptedException {
        try {
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> attempt("systemctl is-system-running").output(),
                            state -> List.of("running", "degraded").contains(state.strip()));
        } catch (ConditionTimeoutException e) {
            Needs.lacking("systemd does not start in a container here: needed for running the units. "
                    + Docker.run(LIMIT, Map.of(), "docker", "logs", "--tail", "20", id).output());
        }
    }

    /** Runs lines of shell in it as root, to their end. */
    Docker.Outcome attempt(String lines) throws IOException, InterruptedException {
        return Docker.run(LIMIT, Map.of(), "docker", "exec", "--workdir", "/root", id, "sh", "-c", lines);
    }

    /** The same, and the last line must succeed; returns what they write. */
    String run(String lines) throws IOException, InterruptedException {
        return Docker.succeed(LIMIT, Map.of(), List.of("docker", "exec", "--workdir", "/root", id, "sh", "-ec"), lines);
    }

    void write(Path file, String text) throws IOException, InterruptedException {
        run("cat >" + file + " <<'END'\n" + text + "END");
    }

    /** What {@code systemctl show} says of a unit. */
    String property(String unit, String name) throws IOException, InterruptedException {
        return run("systemctl show --value --property " + name + " " + unit);
    }

    /** The end of what a unit has written to the journal. */
    String journal(String unit) throws IOException, InterruptedException {
        return attempt("journalctl --no-pager --lines 40 --unit " + unit).output();
    }

    @Override
    public void close() {
        leftovers.close();
    }
}
