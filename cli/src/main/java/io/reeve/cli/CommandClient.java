package io.reeve.cli;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that runs one command on the active manager, through failovers. A command that was not executed is tried
 * again until an active manager takes it. One that may have been executed is repeated with the same id and {@code
 * retry}, so that the manager can tell. For one command and one thread.
 */
final class CommandClient implements AutoCloseable {
    private static final int MOST_HOPS = 5;
    /** The number of times in a row that another active must be seen before a running command is given up as lost. */
    private static final int SIGHTINGS = 2;
    private final Http http;
    private final ManagerUrls managers;
    private final ClientLimits limits;
    private final ActiveFinder finder;
    private final ManagerWait waiting;
    private @Nullable String doubt;

    CommandClient(ManagerUrls managers, ClientLimits limits, Duration timeout, PrintStream err) {
        this.managers = managers;
        this.limits = limits;
        http = new Http(limits.silence());
        finder = new ActiveFinder(http, managers, limits);
        waiting = new ManagerWait(limits, timeout, err);
    }

    CommandOutcome run(OutgoingCommand request) throws InterruptedException {
        while (true) {
            Round round = round(request);
            if (round.attempt() instanceof CommandAttempt.Done done) {
                return done.result();
            }
            CommandAttempt.Open open = (CommandAttempt.Open) round.attempt();
            doubt = open instanceof CommandAttempt.Unknown ? open.why() : doubt;
            if (!waiting.pause(round.anybody(), open.why())) {
                return giveUp(round.anybody(), open.why());
            }
        }
    }

    /** One attempt, and whether any manager answered anything. */
    private record Round(CommandAttempt attempt, boolean anybody) {}

    private Round round(OutgoingCommand request) throws InterruptedException {
        Optional<MgrView> found = finder.find();
        if (found.isEmpty()) {
            return new Round(new CommandAttempt.NotExecuted(finder.complaints()), false);
        }
        MgrView view = found.get();
        if (request.isBoundToEpoch()) {
            request.bindTo(view.epoch());
        }
        return request.isOneOf(view.anyNode()) ? askAnyone(request, first(request, view)) : askActive(request, view);
    }

    /** The manager to ask first: any node completes, and the active knows the most names. */
    private static URI first(OutgoingCommand request, MgrView view) {
        return request.isBestAnsweredByActive() && view.available() && !view.activeUrl().isEmpty()
                ? URI.create(withSlash(view.activeUrl()))
                : view.node();
    }

    private Round askActive(OutgoingCommand request, MgrView view) throws InterruptedException {
        CommandAttempt attempt = attempt(request, view);
        if (attempt instanceof CommandAttempt.Unknown) {
            request.markAsRetry();
        }
        return new Round(attempt, true);
    }

    private CommandAttempt attempt(OutgoingCommand request, MgrView view) throws InterruptedException {
        if (!view.available()) {
            return new CommandAttempt.NotExecuted(view.active().isEmpty()
                    ? "there is none (epoch " + view.epoch() + ")"
                    : "manager " + view.active() + " is still starting");
        }
        byte[] json = request.json();
        URI command = view.node().resolve("api/command");
        boolean direct = !view.self() && !view.activeUrl().isEmpty();
        HttpOutcome outcome = watch(direct ? URI.create(withSlash(view.activeUrl())).resolve("api/command") : command,
                json,
                view);
        if (direct && outcome instanceof HttpOutcome.NotSent) {
            // The active may be unreachable only from here: the manager that named it can pass the command on.
            managers.putLast(view.node());
            outcome = watch(command, json, view);
        }
        return judge(outcome, json, view, 0);
    }

    private static String withSlash(String url) {
        return url.endsWith("/") ? url : url + "/";
    }

    private CommandAttempt judge(HttpOutcome outcome, byte[] json, @Nullable MgrView view, int hops)
            throws InterruptedException {
        if (!(outcome instanceof HttpOutcome.Answered answer) || answer.code() != 307 || answer.location().isEmpty()) {
            return outcome.attempt();
        }
        if (hops == MOST_HOPS) {
            return new CommandAttempt.NotExecuted(answer.from() + " redirects in a circle");
        }
        URI next = answer.from().resolve(answer.location());
        return judge(view == null ? quick(next, json) : watch(next, json, view), json, view, hops + 1);
    }

    /** Sends a command and waits while it runs, unless another manager has become active. */
    private HttpOutcome watch(URI uri, byte[] json, MgrView view) throws InterruptedException {
        HttpCall answer = http.post(uri, json, null);
        int sightings = 0;
        while (true) {
            Duration left = waiting.left();
            Duration step = left == null || left.compareTo(limits.watch()) > 0 ? limits.watch() : left;
            Optional<HttpOutcome> outcome = answer.await(step);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (left != null && left.compareTo(step) <= 0) {
                return answer.giveUp("no answer within the time that --timeout allows");
            }
            Optional<MgrView> now = finder.find()
                    .filter(v -> v.available() && v.epoch() > view.epoch()
                            && v.gid() != view.gid());
            sightings = now.isPresent() ? sightings + 1 : 0;
            if (now.isPresent() && sightings == SIGHTINGS) {
                return answer.giveUp("no answer, and manager " + now.get().active() + " is active by now");
            }
        }
    }

    /** Asks one manager after the other, beginning with the one that has just answered; asking two does no harm. */
    private Round askAnyone(OutgoingCommand request, URI first) throws InterruptedException {
        boolean known = true;
        List<String> why = new ArrayList<>();
        Set<URI> nodes = new LinkedHashSet<>(List.of(first));
        nodes.addAll(managers.inOrder());
        for (URI node : nodes) {
            HttpOutcome outcome = quick(node.resolve("api/command"), request.json());
            CommandAttempt attempt = judge(outcome, request.json(), null, 0);
            if (!(attempt instanceof CommandAttempt.Open open)) {
                return new Round(attempt, true);
            }
            known &= open instanceof CommandAttempt.NotExecuted;
            why.add(open.why());
        }
        String all = String.join("; ", why);
        return new Round(known ? new CommandAttempt.NotExecuted(all) : new CommandAttempt.Unknown(all), true);
    }

    private HttpOutcome quick(URI uri, byte[] json) throws InterruptedException {
        return http.post(uri, json, limits.silence()).await();
    }

    private CommandOutcome giveUp(boolean anybody, String why) {
        if (doubt != null) {
            return CommandOutcome.error(CommandOutcome.ClientError.ETIMEDOUT, "outcome unknown: " + doubt
                    + "; no active manager could tell for " + waiting.waited());
        }
        if (!anybody) {
            return CommandOutcome.error(CommandOutcome.ClientError.ECONNREFUSED, "no manager answers (" + why
                    + "): start one, or name the nodes with --mgr or REEVE_MGR");
        }
        return CommandOutcome.error(CommandOutcome.ClientError.EAGAIN,
                "not executed: no active manager took the command for " + waiting.waited() + ": " + why);
    }

    @Override
    public void close() {
        http.close();
    }
}
