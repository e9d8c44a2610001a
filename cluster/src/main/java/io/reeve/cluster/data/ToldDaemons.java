package io.reeve.cluster.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.cluster.daemon.DaemonCommandSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * One command for many daemons. At most {@link #IN_FLIGHT} wait for an answer at a time. No more than {@link #MOST_BYTES} of answers
 * are kept: an answer that does not fit is dropped as it comes, and the result says that this daemon answered. From then on, or when
 * the time is over, the rest are not told. The result has the answer of each, and fails with the error of the last that failed.
 */
final class ToldDaemons {
    /** The number of daemons that are told at a time. */
    static final int IN_FLIGHT = 32;
    /** The largest size of all answers together, in bytes; the first one is kept whatever its size. */
    static final long MOST_BYTES = 16L << 20;
    private static final int NAMED = 10;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final DaemonCommandSender daemons;
    private final long deadline;

    /** @param limit the time for all of them */
    ToldDaemons(DaemonCommandSender daemons, Duration limit) {
        this.daemons = daemons;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Sends the command to each, and waits for the answers.
     *
     * @param withData whether the result gets data: format plain shows the text alone
     */
    HandleCommandResult send(List<DaemonId> to, Map<String, Object> command, byte[] input, boolean withData)
            throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        Kept kept = new Kept();
        Map<DaemonId, CompletableFuture<HandleCommandResult>> sent = new LinkedHashMap<>();
        for (DaemonId daemon : to) {
            free.acquire();
            sent.put(daemon, one(daemon, command, input, kept).whenComplete((_, _) -> free.release()));
        }
        Map<DaemonId, HandleCommandResult> answers = new LinkedHashMap<>();
        sent.forEach((daemon, answer) -> answers.put(daemon, answer.join()));
        return together(answers, withData);
    }

    private CompletableFuture<HandleCommandResult> one(DaemonId daemon, Map<String, Object> command, byte[] input,
            Kept kept) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (kept.isFull()) {
            return CompletableFuture.completedFuture(HandleCommandResult.error(Errno.EFBIG,
                    "not sent: the answers of the others take the " + MOST_BYTES + " bytes that there are for all"));
        }
        return left.isNegative()
                ? CompletableFuture.completedFuture(
                        HandleCommandResult.error(Errno.ETIMEDOUT, "not sent: the others took all the time"))
                : daemons.send(daemon, command, input, left).thenApply(kept::fit);
    }

    /** The answers that are kept, by their size. Safe for use by several threads. */
    private static final class Kept {
        private long bytes;
        private boolean full;

        synchronized boolean isFull() {
            return full;
        }

        /** The answer, or a short one in its place if it does not fit. */
        synchronized HandleCommandResult fit(HandleCommandResult answer) {
            long size = answer.stdout().length + (long) answer.stderr().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > 0 && bytes + size > MOST_BYTES) {
                full = true;
                return dropped(answer, size);
            }
            bytes += size;
            full |= bytes >= MOST_BYTES;
            return answer;
        }

        private static HandleCommandResult dropped(HandleCommandResult answer, long size) {
            String lost = "its answer of " + size + " bytes is dropped: the answers of the others take the rest of the "
                    + MOST_BYTES + " bytes that there are for all";
            return answer.retval() < 0
                    ? new HandleCommandResult(answer.retval(), new byte[0], "told, and it failed; " + lost, null)
                    : HandleCommandResult.error(Errno.EFBIG, "told, and it ran the command; " + lost);
        }
    }

    private static HandleCommandResult together(Map<DaemonId, HandleCommandResult> answers,
            boolean withData) {
        Map<String, Object> data = new LinkedHashMap<>();
        Text text = new Text();
        List<String> failed = new ArrayList<>();
        int status = 0;
        for (Map.Entry<DaemonId, HandleCommandResult> one : answers.entrySet()) {
            HandleCommandResult answer = one.getValue();
            String name = one.getKey().toString();
            String output = new String(answer.stdout(), StandardCharsets.UTF_8);
            if (withData) {
                data.put(name, Data.map("retval", answer.retval(), "output", json(output), "status", answer.stderr()));
            }
            output.lines().forEach(line -> text.line(name + ": " + line));
            if (answer.retval() < 0) {
                status = answer.retval();
                failed.add(name);
                text.line(name + ": Error " + Errno.nameOf(answer.retval()) + ": " + answer.stderr());
            } else if (!answer.stderr().isEmpty()) {
                text.line(name + ": " + answer.stderr());
            }
        }
        return new HandleCommandResult(status, new byte[0], summary(failed, answers.size()),
                withData ? data : null, text);
    }

    private static String summary(List<String> failed, int all) {
        if (failed.isEmpty()) {
            return "";
        }
        String more = failed.size() > NAMED ? " and " + (failed.size() - NAMED) + " more" : "";
        return failed.size() + " of " + all + " daemons failed: "
                + String.join(", ", failed.subList(0, Math.min(NAMED, failed.size()))) + more;
    }

    /** An answer as data if it is JSON, as text otherwise. */
    private static Object json(String output) {
        try {
            Object parsed = output.isBlank() ? null : JSON.readValue(output, Object.class);
            return parsed == null ? output : parsed;
        } catch (JsonProcessingException notJson) {
            return output;
        }
    }
}
