package io.reeve.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the shell knows of the cluster between two lines: its name, its health and its commands. They are asked for in a thread
 * of its own, so that no prompt waits for long. For the thread of the shell.
 */
final class ClusterGlance implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMillis(300);
    private final ManagerUrls managers;
    private final ClientLimits limits;
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("reeve-glance").factory());
    private View last = new View("", "", "");
    private @Nullable Future<View> asked;
    private volatile @Nullable List<CommandShape> commands;
    private volatile boolean outdated = true;

    /**
     * The cluster at one moment.
     *
     * @param cluster its name; empty if nobody has told it yet
     * @param health  its health, such as {@code HEALTH_OK}; empty if nobody tells it now
     * @param problem why nobody tells its health, in a few words; else empty
     */
    record View(String cluster, String health, String problem) {}

    /** @param managers the managers to ask, for the thread that asks */
    ClusterGlance(ManagerUrls managers, ClientLimits limits) {
        this.managers = managers;
        this.limits = limits.withoutWaiting();
    }

    /** The cluster now; while nobody answers at once, what is known of it. */
    View now() {
        if (asked == null || asked.isDone()) {
            String cluster = last.cluster();
            asked = thread.submit(() -> ask(cluster));
        }
        try {
            last = asked.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            last = new View(last.cluster(), "", "no answer");
        } catch (InterruptedException _) {
            last = new View(last.cluster(), "", "not asked"); // Ctrl-C, for which there is no command to end
        }
        return last;
    }

    /** The commands; null while no manager has told them. */
    @Nullable
    List<CommandShape> commands() {
        return commands;
    }

    /** Has the commands asked for again, before the next look at the cluster. */
    void learnCommands() {
        outdated = true;
    }

    private View ask(String known) throws InterruptedException {
        if (outdated) {
            Map<String, Object> descriptions = read(run("get_command_descriptions"));
            List<CommandShape> told = CommandShape.read(descriptions);
            boolean tellsSecrets = told.stream().anyMatch(CommandShape::hasSecret); // an older manager does not
            commands = tellsSecrets ? told : descriptions.isEmpty() ? commands : null;
            outdated = !tellsSecrets;
        }
        CommandOutcome status = run("status");
        Map<String, Object> told = read(status);
        if (told.get("health") instanceof Map<?, ?> health && health.get("status") instanceof String text) {
            return new View(Json.text(told, "cluster"), text, "");
        }
        boolean nobody = status.errno().equals(CommandOutcome.ClientError.ECONNREFUSED.name());
        return new View(known, "", nobody ? "no manager" : "no active");
    }

    private CommandOutcome run(String command) throws InterruptedException {
        try (CommandClient client = new CommandClient(managers, limits, limits.silence().multipliedBy(2), nowhere)) {
            return client.run(new OutgoingCommand(List.of(command), null, "json"));
        }
    }

    /** The object that a manager has answered; empty if it has answered none. */
    private static Map<String, Object> read(CommandOutcome outcome) {
        try {
            return outcome.status() < 0 ? Map.of() : Json.read(outcome.stdout());
        } catch (IllegalArgumentException _) {
            return Map.of();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
