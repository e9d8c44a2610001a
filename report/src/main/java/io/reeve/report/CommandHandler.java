package io.reeve.report;

import java.util.List;
import java.util.Map;

/** Runs a command that was sent to this daemon; on a thread of the reporter's runtime, several at the same time. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Runs it.
     *
     * @throws Exception becomes the result: EINVAL of an {@link IllegalArgumentException}, EIO of any other, with the
     *                   message
     */
    CommandResult run(Request request) throws Exception;

    /**
     * What was sent.
     *
     * @param words     that follow the command's name
     * @param arguments all of it, as the sender made it
     * @param input     bytes that came along; empty for most
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Request(List<String> words, Map<String, Object> arguments, byte[] input) {}
}
