package io.reeve.daemon.demo;

import io.reeve.daemon.demo.ManagerClient.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The watch over the demo's managers: tells in one line that one died and who took over, and restarts it if asked to. */
final class FailoverWatch {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TAKE_OVER = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);
    /** The pause between the death of a manager and its restart, so that one that cannot start does not spin. */
    private static final Duration RESTART = Duration.ofSeconds(1);

    private final DemoOptions options;
    private final DemoManagers managers;
    private final ManagerClient client;
    private final String zookeeper;
    private final PrintWriter out;
    private View last;
    /** The active before the last, if its successor was found before its death was told; else empty. */
    private String replaced = "";

    /**
     * A watch that has told nothing yet.
     *
     * @param shown what the table has told of the active manager, which may have died since
     */
    FailoverWatch(DemoOptions options, DemoManagers managers, ManagerClient client, View shown, String zookeeper,
            PrintWriter out) {
        this.options = options;
        this.managers = managers;
        this.client = client;
        this.last = shown;
        this.zookeeper = zookeeper;
        this.out = out;
    }

    /** Watches until the managers are being stopped. */
    void run() throws InterruptedException, IOException {
        look();
        while (!managers.isStopping()) {
            ManagerProcess dead = managers.nextDeath(LOOK);
            if (dead == null) {
                look();
            } else {
                tell(dead);
                restart(dead);
            }
        }
    }

    private void look() {
        view().filter(View::available).filter(view -> view.epoch() > last.epoch()).ifPresent(this::changed);
    }

    private void changed(View next) {
        String before = last.active();
        last = next;
        if (before.isEmpty() || before.equals(next.active())) {
            return;
        }
        if (managers.alive().stream().anyMatch(manager -> manager.name().equals(before))) {
            say(before + " handed over: " + next.active() + " is active (epoch " + next.epoch() + ")");
        } else {
            replaced = before; // its death is told next
        }
    }

    private Optional<View> view() {
        return managers.alive()
                .stream()
                .map(client::view)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(View::epoch));
    }

    private void tell(ManagerProcess dead) throws InterruptedException {
        String death = dead.name() + " (pid " + dead.pid() + ") " + dead.ending() + ": ";
        if (managers.alive().isEmpty()) {
            say(death + "no manager is left");
        } else if (dead.name().equals(last.active())) {
            say(death + successor(System.nanoTime()));
        } else if (dead.name().equals(replaced)) {
            say(death + last.active() + " took over (epoch " + last.epoch() + ")");
        } else {
            say(death + last.active() + " stays active");
        }
        replaced = "";
    }

    private String successor(long death) throws InterruptedException {
        while (System.nanoTime() - death < TAKE_OVER.toNanos() && !managers.isStopping()) {
            Optional<View> next = view().filter(View::available).filter(view -> view.epoch() > last.epoch());
            if (next.isPresent()) {
                last = next.get();
                double seconds = (System.nanoTime() - death) / 1e9;
                return String.format(Locale.ROOT, "%s took over after %.1f s (epoch %d)", last.active(), seconds,
                        last.epoch());
            }
            Thread.sleep(POLL);
        }
        return "nobody took over within " + TAKE_OVER.toSeconds() + " s";
    }

    private void restart(ManagerProcess dead) throws InterruptedException, IOException {
        if (!(options.restart() || dead.isToStartAgain()) || managers.isStopping()) {
            return;
        }
        Thread.sleep(RESTART);
        managers.start(dead.name(), dead.httpPort(), dead.reportPort());
        List<ManagerProcess> all = managers.all();
        all.stream()
                .filter(manager -> manager.name().equals(dead.name()) && manager.process().isAlive())
                .forEach(manager -> say(manager.name() + " starts again, pid " + manager.pid()));
        DemoFile.of(zookeeper, all).write(options.data());
    }

    private void say(String line) {
        if (!managers.isStopping()) {
            out.println(line);
            out.flush();
        }
    }
}
