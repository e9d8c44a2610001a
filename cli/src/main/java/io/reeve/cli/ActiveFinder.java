package io.reeve.cli;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
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
        List<HttpCall> asked = new ArrayList<>();
        MgrView best = null;
        int pending = 0;
        while (!toAsk.isEmpty() || pending > 0) {
            if (!toAsk.isEmpty()) {
                pending++;
                asked.add(http.get(toAsk.remove().resolve("api/mgr"), answers::add));
            }
            Duration longest = toAsk.isEmpty() ? limits.silence().plus(limits.silence()) : limits.stagger();
            HttpOutcome outcome = answers.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null && toAsk.isEmpty()) {
                asked.forEach(call -> call.giveUp("no answer")); // as when a name is not resolved
            } else if (outcome != null) {
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
        if (outcome instanceof HttpOutcome.Unanswered none) {
            return complain(none.to(), none.why());
        }
        HttpOutcome.Answered answer = (HttpOutcome.Answered) outcome;
        if (answer.code() != 200) {
            return complain(answer.from(), "answers " + answer.code() + " there: is it a manager?");
        }
        try {
            return MgrView.of(answer.from().resolve(".."), Json.read(answer.body()));
        } catch (IllegalArgumentException e) {
            return complain(answer.from(), "its answer makes no sense: " + e.getMessage());
        }
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
