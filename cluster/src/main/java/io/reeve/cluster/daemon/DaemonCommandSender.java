package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.HandleCommandResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The sender of commands to reporting daemons. Any thread may call. */
@FunctionalInterface
public interface DaemonCommandSender {
    /**
     * Sends a command to a daemon; never blocks. The future never fails and always completes: with {@code -ENXIO} if the
     * daemon has no session or the session ends before the answer, with {@code -ETIMEDOUT} if there is no answer within
     * the limit. It may complete on an event loop, so dependent stages must not block.
     *
     * @param command {@code prefix} and arguments, or {@code words}: the words of a command line
     * @param input   bytes that go with it; may be empty
     */
    CompletableFuture<HandleCommandResult> send(DaemonId daemon, Map<String, Object> command, byte[] input,
            Duration limit);
}
