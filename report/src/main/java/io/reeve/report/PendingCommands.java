package io.reeve.report;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.reeve.report.protocol.DaemonFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The commands that this daemon has sent to the active and that are not answered yet. Confined to the event loop. */
final class PendingCommands {
    private static final int MOST = 64;

    private record Waiter(CompletableFuture<CommandAnswer> answer, ScheduledFuture<?> timeout) {}

    private final EventLoop loop;
    private final Map<Long, Waiter> open = new HashMap<>();
    private long next;

    PendingCommands(EventLoop loop) {
        this.loop = loop;
    }

    /** Adds a command that is about to be sent. @return its number, or -1 if there are too many */
    long add(CompletableFuture<CommandAnswer> answer, Duration limit) {
        if (open.size() == MOST) {
            answer.complete(CommandAnswer.error(CommandAnswer.EAGAIN, MOST + " commands wait for their answer"));
            return -1;
        }
        long id = ++next;
        ScheduledFuture<?> timeout = loop.schedule(
                () -> answered(id, CommandAnswer.error(CommandAnswer.ETIMEDOUT,
                        "outcome unknown: no answer of the active manager within " + limit.toMillis() + " ms")),
                limit.toMillis(), TimeUnit.MILLISECONDS);
        open.put(id, new Waiter(answer, timeout));
        return id;
    }

    void answered(DaemonFrame.Reply reply) {
        answered(reply.id(), new CommandAnswer(reply.status(), reply.out(), reply.err()));
    }

    private void answered(long id, CommandAnswer result) {
        Waiter waiter = open.remove(id);
        if (waiter != null) {
            waiter.timeout().cancel(false);
            waiter.answer().complete(result);
        }
    }

    /** Fails all commands, since the session is over. */
    void fail(String why) {
        for (long id : List.copyOf(open.keySet())) {
            answered(id, CommandAnswer.error(CommandAnswer.EPIPE, "outcome unknown: " + why));
        }
    }
}
