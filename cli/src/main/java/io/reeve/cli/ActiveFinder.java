package io.reeve.cli;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The search for the active manager. The managers are asked in order, each as soon as the one before it has failed or
 * is slow, so that neither a stopped process nor a dead host delays the search for long.
 */
final class ActiveFinder {
    private final Http http;
    private final ManagerUrls managers;
    private final ClientLimits limits;
    /** The reasons for which managers did not help in the last search. */
    private final Map<URI, String> complaints = new LinkedHashMap<>();

    ActiveFinder(Http http, ManagerUrls managers, ClientLimits limits) {
        this.http = http;
        this.managers = managers;
        this.limits = limits;
    }

    /**
     * Finds the first view that has an available active manager, preferably from a manager that is connected to
     * ZooKeeper. If there is none, the newest of the other views; empty if no manager answers.
     */
    Optional<MgrView> find() throws InterruptedException {
        complaints.clear();
        Deque<URI> toAsk = new ArrayDeque<>(managers.inOrder());
        BlockingQueue<HttpOutcome> answers = new LinkedBlockingQueue<>();
        MgrView best = null;
        int pending = 0;
        while (!toAsk.isEmpty() || pending > 0) {
            if (!toAsk.isEmpty()) {
                pending++;
                var _ = http.get(toAsk.remove().resolve("api/mgr")).thenAccept(answers::add);
            }
            HttpOutcome outcome = toAsk.isEmpty()
                    ? answers.take()
                    : answers.poll(limits.stagger().toNanos(), TimeUnit.NANOSECONDS);
            if (outcome != null) {
                pending--;
                best = better(best, view(outcome));
                if (best != null && best.available() && best.connected()) {
                    break;
                }
            }
        }
        if (best != null) {
            best.urls().forEach(managers::learn);
        }
        return Optional.ofNullable(best);
    }

    private static @Nullable MgrView better(@Nullable MgrView one, @Nullable MgrView other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.connected() != other.connected()) {
            return one.connected() ? one : other;
        }
        return one.epoch() >= other.epoch() ? one : other;
    }

    private @Nullable MgrView view(HttpOutcome outcome) {
        return switch (outcome) {
            case HttpOutcome.NotSent(URI to, String why) -> complain(to, why);
            case HttpOutcome.Lost(URI to, String why) -> complain(to, why);
            case HttpOutcome.Answered(URI from, int code, _, byte[] body) -> {
                if (code != 200) {
                    yield complain(from, "answers " + code + " there: is it a manager?");
                }
                try {
                    yield MgrView.of(from.resolve(".."), Json.read(body));
                } catch (IllegalArgumentException e) {
                    yield complain(from, "its answer makes no sense: " + e.getMessage());
                }
            }
        };
    }

    private @Nullable MgrView complain(URI uri, String why) {
        complaints.put(uri, why);
        return null;
    }

    /** The reasons of the last search, as a text for people. */
    String complaints() {
        StringBuilder text = new StringBuilder();
        complaints.forEach((uri, why) -> text.append(text.isEmpty() ? "" : "; ").append(uri).append(": ").append(why));
        return text.toString();
    }
}
