package io.reeve.daemon.rehearsal;

import io.reeve.daemon.config.ConfigException;
import io.reeve.daemon.config.ConfigLoader;
import io.reeve.daemon.config.ManagerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A play of take-overs by evidence, from the end of a peer connection to the first commands, by managers of its own with a
 * ZooKeeper server in memory. It is the very code of a take-over, so there is nothing to keep in step with it.
 *
 * <p>In each round a new manager stands by, the active vanishes, and the new one takes over.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long ROOM = 48 << 20;
    private static final Duration LOOK = Duration.ofMillis(20);
    /** The time after a rehearsal that was ended, before its managers are closed. */
    private static final Duration AFTERMATH = Duration.ofSeconds(5);

    private final Path folder;
    private final Function<ManagerConfig, Player> company;
    private int made;

    /**
     * @param folder  an empty folder for the data of its managers
     * @param company makes a manager, which it closes
     */
    public Rehearsal(Path folder, Function<ManagerConfig, Player> company) {
        this.folder = folder;
        this.company = company;
    }

    /**
     * Plays. Blocks; an interrupt ends it.
     *
     * @param rounds the number of take-overs
     * @param pause  the time without work after each step
     * @throws Exception if a manager does not do its part, or cannot be started
     */
    public void play(int rounds, Duration pause) throws Exception {
        checkRoom(Runtime.getRuntime());
        StandInJar.write(folder.resolve("modules"));
        Deque<Player> players = new ArrayDeque<>();
        try (PrivateZooKeeper zookeeper = PrivateZooKeeper.start(folder.resolve("zookeeper"))) {
            try {
                Player active = started(zookeeper, players);
                await("the first manager is active", active::isActive);
                for (int round = 0; round < rounds; round++) {
                    Thread.sleep(pause);
                    active = takeOver(active, started(zookeeper, players), pause);
                    players.removeFirst().close();
                }
            } catch (Exception over) {
                if (over instanceof InterruptedException || Thread.interrupted()) { // some calls tell it by other failures
                    Thread.sleep(AFTERMATH); // what ends it may be a take-over, which needs the machine
                }
                throw over;
            } finally {
                players.reversed().forEach(Player::close);
            }
        }
    }

    /** Fails if the managers of the rehearsal could exhaust the heap, which the live one needs. */
    private static void checkRoom(Runtime process) {
        long left = process.maxMemory() - (process.totalMemory() - process.freeMemory());
        if (left < ROOM) {
            throw new IllegalStateException("of the heap only " + (left >> 20) + " MiB are left, and it takes "
                    + (ROOM >> 20));
        }
    }

    private static Player takeOver(Player gone, Player next, Duration pause) throws IOException, InterruptedException {
        await("the next manager stands by", next::standsBy);
        Thread.sleep(pause);
        gone.vanish();
        await("the next manager is active", next::isActive);
        FirstRequests.send(next);
        return next;
    }

    private Player started(PrivateZooKeeper zookeeper, Deque<Player> players) throws Exception {
        Player player = company.apply(config(zookeeper, "m" + ++made));
        players.add(player);
        player.start();
        return player;
    }

    private ManagerConfig config(PrivateZooKeeper zookeeper, String name) throws ConfigException, IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        return ConfigLoader.load(
                Map.of("id", name, "zookeeper", zookeeper.address(), "http", "127.0.0.1:0", "report", "127.0.0.1:0",
                        "initial-modules", StandInModule.NAME, "data", data.toString(),
                        "cluster", "rehearsal"),
                Map.of(), List.of(folder.resolve("modules")), false);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("not so after " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(LOOK);
        }
    }
}
