package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.HandleCommandResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends commands to reporting daemons: whoever keeps their sessions implements it. Any thread may call. */
@FunctionalInterface
public interface DaemonCommands {
    /**
     * Has a daemon answer a command; never blocks. The future never fails and never hangs: a daemon without a session, or
     * whose session ends before it answers, gives {@code -ENXIO}; no answer within the limit gives {@code -ETIMEDOUT}. It
     * may complete on an event loop: who goes on from there must not block.
     *
     * @param command {@code prefix} and arguments, or {@code words}: a list of them
     * @param input   bytes that go with it; may be empty
     */
    CompletableFuture<HandleCommandResult> send(DaemonId daemon, Map<String, Object> command, byte[] input,
            Duration limit);
}
