package io.reeve.daemon.demo;

import static java.util.stream.Collectors.joining;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.daemon.process.CommandFailure;
import io.reeve.daemon.process.ProcessExit;
import io.reeve.daemon.zookeeper.EmbeddedZooKeeper;
import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of the demo: ZooKeeper in this process, the managers and an agent in processes of their own. */
final class Demo {
    /** The time without any movement after which managers are not waited for any more. */
    private static final Duration STILL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** The time after which it is said what is waited for, and the time after which it is said again. */
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration REMINDER = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final DemoOptions options;
    private final PrintWriter out;
    private final ManagerClient client = new ManagerClient();
    @GuardedBy("this")
    private @Nullable DemoFolder folder;
    @GuardedBy("this")
    private @Nullable EmbeddedZooKeeper zookeeper;
    @GuardedBy("this")
    private @Nullable DemoManagers managers;
    @GuardedBy("this")
    private @Nullable DemoAgent agent;
    @GuardedBy("this")
    private State state = State.STARTING;

    private enum State {
        STARTING, UP, STOPPED
    }

    Demo(DemoOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /** Starts everything, then tells of deaths until {@link #stop}. */
    void run() throws IOException, InterruptedException {
        takeFolder();
        EmbeddedZooKeeper server = startZooKeeper();
        int count = options.managers();
        // In one call: of ports that are not bound yet, the system may give the same one again.
        List<Integer> free = Ports.free(2 * count);
        List<Integer> http = options.httpPort() == 0
                ? free.subList(count, 2 * count)
                : Ports.consecutive(options.httpPort(), count);
        DemoManagers started = startManagers(server.address().toString(), http, free.subList(0, count));
        awaitUp(started);
        startAgent(server.address().toString(), started);
        DemoFile.of(server.address().toString(), started.all()).write(options.data());
        move(State.UP);
        ManagerClient.View shown = DemoTable.print(options, started.all(), client, out);
        new FailoverWatch(options, started, client, shown, server.address().toString(), out).run();
    }

    private synchronized void move(State next) {
        if (state == State.STOPPED) {
            throw new CommandFailure("stopped while starting");
        }
        state = next;
    }

    private synchronized void takeFolder() {
        folder = DemoFolder.take(options.data(), options.temporary());
    }

    private synchronized EmbeddedZooKeeper startZooKeeper() throws IOException, InterruptedException {
        move(State.STARTING);
        zookeeper = EmbeddedZooKeeper.start(options.data().resolve("zookeeper"), new HostPort("127.0.0.1", 0),
                _ -> ProcessExit.exitBeside(ProcessExit.FAILED));
        return zookeeper;
    }

    private synchronized DemoManagers startManagers(String address, List<Integer> http, List<Integer> report)
            throws IOException {
        move(State.STARTING);
        managers = new DemoManagers(options, address);
        List<String> names = options.names();
        for (int i = 0; i < names.size(); i++) {
            managers.start(names.get(i), http.get(i), report.get(i));
        }
        return managers;
    }

    private synchronized void startAgent(String address, DemoManagers started) throws IOException {
        move(State.STARTING);
        agent = DemoAgent.start(options, address, started.all());
    }

    private void awaitUp(DemoManagers started) throws InterruptedException, IOException {
        StartPatience patience = new StartPatience(STILL, LONGEST, System::nanoTime);
        Duration told = QUIET;
        while (true) {
            Starting seen = Starting.of(started.all(), client, options.data());
            if (seen.missing().isEmpty()) {
                return;
            }
            ManagerProcess dead = started.nextDeath(POLL);
            if (dead != null) {
                startAgain(started, dead);
            }
            if (!patience.lasts(seen)) {
                throw new CommandFailure("waited " + patience.waited().toSeconds() + " s for " + seen.missing().get()
                        + ", and nothing moves." + started.all().stream().map(this::lastWords).collect(joining()));
            }
            if (patience.waited().compareTo(told) > 0) {
                say("Waiting for " + seen.missing().get() + " (" + patience.waited().toSeconds() + " s) ...");
                told = patience.waited().plus(REMINDER);
            }
        }
    }

    /** Starts a manager again that a module has ended, as a supervisor does; any other death ends the demo. */
    private void startAgain(DemoManagers started, ManagerProcess dead) throws IOException {
        if (!dead.isToStartAgain()) {
            throw new CommandFailure("manager " + dead.name() + " " + dead.ending() + " while starting."
                    + lastWords(dead));
        }
        say("Manager " + dead.name() + " " + dead.ending() + " and starts again.");
        started.start(dead.name(), dead.httpPort(), dead.reportPort());
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private String lastWords(ManagerProcess manager) {
        return ManagerProcess.lastWords(options.data().resolve(manager.name() + ".log"))
                .map(line -> " The log of " + manager.name() + " ends: " + line)
                .orElse("");
    }

    /** Stops the agent, the managers, then ZooKeeper, and gives the folder back. */
    synchronized void stop() {
        if (state == State.UP) {
            say("Stopping.");
        }
        state = State.STOPPED;
        if (agent != null) {
            agent.stop();
        }
        if (managers != null) {
            managers.stopAll();
        }
        if (zookeeper != null) {
            zookeeper.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
