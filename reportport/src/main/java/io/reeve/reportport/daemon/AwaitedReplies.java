package io.reeve.reportport.daemon;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The commands that were sent to one daemon and wait for answers. Confined to its event loop. */
final class AwaitedReplies {
    static final int MOST = 256;

    private record Waiting(CompletableFuture<HandleCommandResult> answer, ScheduledFuture<?> timeout) {}

    private final EventLoop loop;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long next;

    AwaitedReplies(EventLoop loop) {
        this.loop = loop;
    }

    boolean isFull() {
        return waiting.size() >= MOST;
    }

    /** Adds a command; returns its number. */
    long add(CompletableFuture<HandleCommandResult> answer, Duration limit, String who) {
        long id = ++next;
        ScheduledFuture<?> timeout = loop.schedule(
                () -> complete(id,
                        HandleCommandResult.error(Errno.ETIMEDOUT,
                                who + " did not answer within " + limit.toMillis() + " ms")),
                limit.toMillis(), TimeUnit.MILLISECONDS);
        waiting.put(id, new Waiting(answer, timeout));
        return id;
    }

    /** Completes a command with its answer; an answer to an unknown number is ignored. */
    void complete(long id, HandleCommandResult result) {
        Waiting found = waiting.remove(id);
        if (found != null) {
            found.timeout().cancel(false);
            answer(found.answer(), result);
        }
    }

    /** Completes all commands with this result: the session is over. */
    void fail(HandleCommandResult result) {
        List.copyOf(waiting.keySet()).forEach(id -> complete(id, result));
    }

    /** Completes an answer off the event loop, as dependent stages may take long. */
    static void answer(CompletableFuture<HandleCommandResult> answer, HandleCommandResult result) {
        Thread.ofVirtual().name("daemon-command").start(() -> answer.complete(result));
    }
}
