package io.reeve.cli;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command on the active manager, whoever that is in the end. What was not executed is tried again until an active
 * manager takes it; what may have been executed is repeated with the same id and {@code retry}, so that the manager can
 * tell. For one command and one thread.
 */
final class CommandClient implements AutoCloseable {
    private static final int MOST_HOPS = 5;
    /** So often in a row another active must be seen before a command that runs is given up as lost. */
    private static final int SIGHTINGS = 2;
    private final Http http;
    private final Nodes nodes;
    private final Limits limits;
    private final Finder finder;
    private final Waiting waiting;
    private @Nullable String doubt;

    CommandClient(Nodes nodes, Limits limits, Duration timeout, PrintStream err) {
        this.nodes = nodes;
        this.limits = limits;
        http = new Http(limits.silence());
        finder = new Finder(http, nodes, limits);
        waiting = new Waiting(limits, timeout, err);
    }

    Result run(Request request) throws InterruptedException {
        while (true) {
            Round round = round(request);
            switch (round.attempt()) {
                case Attempt.Done(Result result) -> {
                    return result;
                }
                case Attempt.Open open -> {
                    doubt = open instanceof Attempt.Unknown ? open.why() : doubt;
                    if (!waiting.pause(round.anybody(), open.why())) {
                        return giveUp(round.anybody(), open.why());
                    }
                }
            }
        }
    }

    /** One attempt, and whether any manager answered anything. */
    private record Round(Attempt attempt, boolean anybody) {}

    private Round round(Request request) throws InterruptedException {
        Optional<MgrView> found = finder.find();
        if (found.isEmpty()) {
            return new Round(new Attempt.NotExecuted(finder.complaints()), false);
        }
        MgrView view = found.get();
        if (request.isBoundToEpoch()) {
            request.bindTo(view.epoch());
        }
        return request.isOneOf(view.anyNode()) ? askAnyone(request, view.node()) : askActive(request, view);
    }

    private Round askActive(Request request, MgrView view) throws InterruptedException {
        Attempt attempt = attempt(request, view);
        if (attempt instanceof Attempt.Unknown) {
            request.isRepeat();
        }
        return new Round(attempt, true);
    }

    private Attempt attempt(Request request, MgrView view) throws InterruptedException {
        if (!view.available()) {
            return new Attempt.NotExecuted(view.active().isEmpty()
                    ? "there is none (epoch " + view.epoch() + ")"
                    : "manager " + view.active() + " is still starting");
        }
        byte[] json = request.json();
        URI command = view.node().resolve("api/command");
        boolean direct = !view.self() && !view.activeUrl().isEmpty();
        Outcome outcome = watch(direct ? URI.create(withSlash(view.activeUrl())).resolve("api/command") : command, json,
                view);
        if (direct && outcome instanceof Outcome.NotSent) {
            // Perhaps only not reachable from here: the node that knows it may pass the command on.
            nodes.putLast(view.node());
            outcome = watch(command, json, view);
        }
        return judge(outcome, json, view, 0);
    }

    private static String withSlash(String url) {
        return url.endsWith("/") ? url : url + "/";
    }

    private Attempt judge(Outcome outcome, byte[] json, @Nullable MgrView view, int hops)
            throws InterruptedException {
        return switch (outcome) {
            case Outcome.NotSent(URI to, String why) -> new Attempt.NotExecuted(to + ": " + why);
            case Outcome.Lost(URI to, String why) -> new Attempt.Unknown("sent to " + to + ": " + why);
            case Outcome.Answered answer when answer.code() == 307 && !answer.location().isEmpty() -> {
                if (hops == MOST_HOPS) {
                    yield new Attempt.NotExecuted(answer.from() + " redirects in a circle");
                }
                URI next = answer.from().resolve(answer.location());
                yield judge(view == null ? quick(next, json) : watch(next, json, view), json, view, hops + 1);
            }
            case Outcome.Answered answer -> Attempt.of(answer);
        };
    }

    /** Sends a command and waits as long as it runs, unless its manager has been replaced. */
    private Outcome watch(URI uri, byte[] json, MgrView view) throws InterruptedException {
        CompletableFuture<Outcome> answer = http.post(uri, json, null);
        int sightings = 0;
        while (true) {
            Duration left = waiting.left();
            Duration step = left == null || left.compareTo(limits.watch()) > 0 ? limits.watch() : left;
            try {
                return answer.get(step.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("an outcome is a value", e);
            } catch (TimeoutException _) {
                if (left != null && left.compareTo(step) <= 0) {
                    return new Outcome.Lost(uri, "no answer within the time that --timeout allows");
                }
            }
            Optional<MgrView> now = finder.find()
                    .filter(v -> v.available() && v.epoch() > view.epoch()
                            && v.gid() != view.gid());
            sightings = now.isPresent() ? sightings + 1 : 0;
            if (now.isPresent() && sightings == SIGHTINGS) {
                answer.cancel(true);
                return new Outcome.Lost(uri, "no answer, and manager " + now.get().active() + " is active by now");
            }
        }
    }

    /** Asks one manager after the other, beginning with the one that has just answered; asking two does no harm. */
    private Round askAnyone(Request request, URI first) throws InterruptedException {
        boolean known = true;
        List<String> why = new ArrayList<>();
        for (URI node : Stream.concat(Stream.of(first), nodes.inOrder().stream()).distinct().toList()) {
            Outcome outcome = quick(node.resolve("api/command"), request.json());
            switch (judge(outcome, request.json(), null, 0)) {
                case Attempt.Done done -> {
                    return new Round(done, true);
                }
                case Attempt.NotExecuted(String reason) -> why.add(reason);
                case Attempt.Unknown(String reason) -> {
                    known = false;
                    why.add(reason);
                }
            }
        }
        String all = String.join("; ", why);
        return new Round(known ? new Attempt.NotExecuted(all) : new Attempt.Unknown(all), true);
    }

    private Outcome quick(URI uri, byte[] json) throws InterruptedException {
        try {
            return http.post(uri, json, limits.silence()).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is a value", e);
        }
    }

    private Result giveUp(boolean anybody, String why) {
        if (doubt != null) {
            return Result.error(Result.Errno.ETIMEDOUT, "outcome unknown: " + doubt
                    + "; no active manager could tell for " + waiting.waited());
        }
        if (!anybody) {
            return Result.error(Result.Errno.ECONNREFUSED, "no manager answers (" + why
                    + "): start one, or name the nodes with --mgr or REEVE_MGR");
        }
        return Result.error(Result.Errno.EAGAIN,
                "not executed: no active manager took the command for " + waiting.waited() + ": " + why);
    }

    @Override
    public void close() {
        http.close();
    }
}
