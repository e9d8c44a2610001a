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

/** Commands that this daemon sent to the active and that are not answered yet. Confined to the event loop. */
final class Questions {
    private static final int MOST = 64;

    private record Question(CompletableFuture<CommandResult> answer, ScheduledFuture<?> timeout) {}

    private final EventLoop loop;
    private final Map<Long, Question> open = new HashMap<>();
    private long next;

    Questions(EventLoop loop) {
        this.loop = loop;
    }

    /** Room for one more; its number, or -1 when there are too many. */
    long ask(CompletableFuture<CommandResult> answer, Duration limit) {
        if (open.size() == MOST) {
            answer.complete(CommandResult.error(CommandResult.EAGAIN, MOST + " commands wait for their answer"));
            return -1;
        }
        long id = ++next;
        ScheduledFuture<?> timeout = loop.schedule(
                () -> answered(id, CommandResult.error(CommandResult.ETIMEDOUT,
                        "outcome unknown: no answer of the active manager within " + limit.toMillis() + " ms")),
                limit.toMillis(), TimeUnit.MILLISECONDS);
        open.put(id, new Question(answer, timeout));
        return id;
    }

    void answered(DaemonFrame.Reply reply) {
        answered(reply.id(), new CommandResult(reply.status(), reply.out(), reply.err()));
    }

    private void answered(long id, CommandResult result) {
        Question question = open.remove(id);
        if (question != null) {
            question.timeout().cancel(false);
            question.answer().complete(result);
        }
    }

    /** The session is over, and with it all hope. */
    void fail(String why) {
        for (long id : List.copyOf(open.keySet())) {
            answered(id, CommandResult.error(CommandResult.EPIPE, "outcome unknown: " + why));
        }
    }
}
