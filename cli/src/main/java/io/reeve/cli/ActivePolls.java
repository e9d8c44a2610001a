package io.reeve.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions that are put to the active again and again, whoever that is. Confined to one thread. */
final class ActivePolls {
    /** The errors that mean that there is no active, or none that is sure to have executed it. */
    private static final List<String> NOBODY = List.of("EAGAIN", "ETIMEDOUT", "ECONNREFUSED");
    private static final Duration SOON = Duration.ofMillis(300);
    private final ManagerUrls managers;
    private final ClientLimits limits;
    private final Duration interval;
    private final boolean limited;
    private final long endNanos;
    private final PrintStream err;
    private boolean nobody;
    private String why = "";

    /**
     * Prepares questions.
     *
     * @param interval the time between two
     * @param timeout  the time after which no more are put; zero for never
     */
    ActivePolls(ManagerUrls managers, ClientLimits limits, Duration interval, Duration timeout, PrintStream err) {
        this.managers = managers;
        this.limits = limits;
        this.interval = interval;
        this.err = err;
        limited = !timeout.isZero();
        endNanos = System.nanoTime() + timeout.toNanos();
    }

    /** The outcome of the first question, which waits for an active as each command does. */
    CommandOutcome first(List<String> words, String format) throws InterruptedException {
        return ask(words, format, limits);
    }

    /** The outcome of a further question; null if no active takes it now, which is to be asked for again. */
    @Nullable
    CommandOutcome next(List<String> words, String format) throws InterruptedException {
        CommandOutcome outcome = ask(words, format, limits.withoutWaiting());
        nobody = outcome.status() < 0 && NOBODY.contains(outcome.errno());
        if (nobody) {
            why = outcome.stderr();
        }
        return nobody ? null : outcome;
    }

    /** Why the last question had no answer. */
    String why() {
        return why;
    }

    private CommandOutcome ask(List<String> words, String format, ClientLimits patience) throws InterruptedException {
        Duration left = limited ? Duration.ofNanos(Math.max(1, endNanos - System.nanoTime())) : Duration.ZERO;
        try (CommandClient client = new CommandClient(managers, patience, left, err)) {
            return client.run(new OutgoingCommand(words, null, format));
        }
    }

    /** Waits until it is time for the next question. @return false if there is to be none */
    boolean pause() throws InterruptedException {
        Duration wait = nobody && interval.compareTo(SOON) > 0 ? SOON : interval;
        if (limited) {
            long left = endNanos - System.nanoTime();
            if (left <= wait.toNanos()) {
                Thread.sleep(Math.max(0, left / 1_000_000));
                return false;
            }
        }
        Thread.sleep(wait);
        return true;
    }
}
