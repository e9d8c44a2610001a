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
import java.util.concurrent.atomic.AtomicLong;

/**
 * One command for many daemons. At most {@link #IN_FLIGHT} wait for an answer at a time; when the answers together are larger than
 * {@link #MOST_BYTES}, or the time is over, the rest are not told. The result has the answer of each, and fails with the error of
 * the last that failed.
 */
final class ToldDaemons {
    /** The number of daemons that are told at a time. */
    static final int IN_FLIGHT = 32;
    /** The size of all answers together after which no further daemon is told, in bytes. */
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

    /** Sends the command to each, and waits for the answers. */
    HandleCommandResult send(List<DaemonId> to, Map<String, Object> command, byte[] input) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicLong bytes = new AtomicLong();
        Map<DaemonId, CompletableFuture<HandleCommandResult>> sent = new LinkedHashMap<>();
        for (DaemonId daemon : to) {
            free.acquire();
            sent.put(daemon, one(daemon, command, input, bytes.get()).whenComplete((answer, _) -> {
                bytes.addAndGet(answer == null ? 0 : answer.stdout().length);
                free.release();
            }));
        }
        Map<DaemonId, HandleCommandResult> answers = new LinkedHashMap<>();
        sent.forEach((daemon, answer) -> answers.put(daemon, answer.join()));
        return together(answers);
    }

    private CompletableFuture<HandleCommandResult> one(DaemonId daemon, Map<String, Object> command, byte[] input,
            long bytes) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (bytes > MOST_BYTES) {
            return CompletableFuture.completedFuture(HandleCommandResult.error(Errno.EFBIG,
                    "not sent: the answers of the others are larger than " + MOST_BYTES + " bytes together"));
        }
        return left.isNegative()
                ? CompletableFuture.completedFuture(
                        HandleCommandResult.error(Errno.ETIMEDOUT, "not sent: the others took all the time"))
                : daemons.send(daemon, command, input, left);
    }

    private static HandleCommandResult together(Map<DaemonId, HandleCommandResult> answers) {
        Map<String, Object> data = new LinkedHashMap<>();
        Text text = new Text();
        List<String> failed = new ArrayList<>();
        int status = 0;
        for (Map.Entry<DaemonId, HandleCommandResult> one : answers.entrySet()) {
            HandleCommandResult answer = one.getValue();
            String name = one.getKey().toString();
            String output = new String(answer.stdout(), StandardCharsets.UTF_8);
            data.put(name, Data.map("retval", answer.retval(), "output", json(output), "status", answer.stderr()));
            output.lines().forEach(line -> text.line(name + ": " + line));
            if (answer.retval() < 0) {
                status = answer.retval();
                failed.add(name);
                text.line(name + ": Error " + Errno.nameOf(answer.retval()) + ": " + answer.stderr());
            } else if (!answer.stderr().isEmpty()) {
                text.line(name + ": " + answer.stderr());
            }
        }
        return new HandleCommandResult(status, new byte[0], summary(failed, answers.size()), data, text);
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
