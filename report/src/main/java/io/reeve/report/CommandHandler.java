package io.reeve.report;

import java.util.List;
import java.util.Map;

/**
 * A handler of a command that is sent to this daemon. It runs on a worker of the reporter's {@link ReporterRuntime};
 * several commands may run at the same time.
 */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Runs the command.
     *
     * @return the reply; an answer larger than a frame of the protocol (4 MiB) is replaced by E2BIG
     * @throws Exception to fail: an {@link IllegalArgumentException} becomes EINVAL with its message, any other EIO
     */
    CommandAnswer run(Request request) throws Exception;

    /**
     * A command as it was sent.
     *
     * @param words     the words that follow the command's name
     * @param arguments the whole command as the sender built it: {@code words}, or {@code prefix} and arguments by name
     * @param input     the input bytes; empty if there are none
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Request(List<String> words, Map<String, Object> arguments, byte[] input) {}
}
