package io.reeve.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.it.RegisterHistory.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Clients that write and read one register through whichever node answers, and note what they did and were told. No write
 * is repeated, so that each value is written at most once.
 */
final class RegisterClients implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int OPERATIONS_AT_A_NODE = 20;
    private static final int ENOENT = 2;
    private static final int EAGAIN = 11;

    private final String key;
    private final List<String> urls;
    private final RegisterHistory history;
    private final EpochOrder epochs;
    private final Ask following = Ask.following();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * Starts two that write and two that read.
     *
     * @param key  of the register, fresh for each history
     * @param urls of the nodes
     */
    RegisterClients(String key, List<String> urls, RegisterHistory history, EpochOrder epochs) {
        this.key = key;
        this.urls = List.copyOf(urls);
        this.history = history;
        this.epochs = epochs;
        for (int i = 0; i < 4; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().name("register-client-" + number).start(() -> run(number)));
        }
    }

    /** About fifty operations a second each, so that the managers and not the clients have the machine. */
    private void run(int client) {
        int at = client % urls.size();
        int here = 0;
        for (int i = 1; !stopping; i++) {
            boolean answered;
            try {
                answered = client < 2
                        ? write(following, urls.get(at), client + "-" + i, PATIENCE) == Outcome.DONE
                        : read(urls.get(at));
            } catch (InterruptedException e) {
                return;
            }
            here++;
            if (!answered || here == OPERATIONS_AT_A_NODE) {
                at = (at + 1) % urls.size();
                here = 0;
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** One write, noted; with another client and more patience than ours if wished. */
    Outcome write(Ask ask, String url, String value, Duration patience) throws InterruptedException {
        long highest = epochs.highest();
        long started = System.nanoTime();
        Ask.Answer answer = ask.command(url, Map.of("prefix", "config-key set", "key", key, "val", value), patience);
        long ended = System.nanoTime();
        Outcome outcome = switch (answer) {
            case Ask.Answer.Http http -> judge(http, highest, value);
            case Ask.Answer.Refused _ -> Outcome.REFUSED;
            case Ask.Answer.Broken _,Ask.Answer.Silent _ -> Outcome.UNKNOWN;
        };
        history.wrote(value, started, ended, outcome);
        return outcome;
    }

    /** The status codes are a promise: all but 200 and 500 say that nothing was executed, as EAGAIN does. */
    private Outcome judge(Ask.Answer.Http answer, long highest, String value) {
        if (answer.status() != 200) {
            return answer.status() == 500 ? Outcome.UNKNOWN : Outcome.REFUSED;
        }
        JsonNode reply = json(answer);
        return switch (Math.abs(reply.get("status").asInt())) {
            case 0 -> {
                epochs.answered(highest, reply.get("epoch").asLong(), "'" + value + "' was acknowledged");
                yield Outcome.DONE;
            }
            case EAGAIN -> Outcome.REFUSED;
            default -> Outcome.UNKNOWN;
        };
    }

    /** One read; noted if it was answered. */
    boolean read(String url) throws InterruptedException {
        long highest = epochs.highest();
        long started = System.nanoTime();
        Ask.Answer answer = following.command(url, Map.of("prefix", "config-key get", "key", key), PATIENCE);
        long ended = System.nanoTime();
        if (!(answer instanceof Ask.Answer.Http http) || http.status() != 200) {
            return false;
        }
        JsonNode reply = json(http);
        int status = Math.abs(reply.get("status").asInt());
        if (status != 0 && status != ENOENT) {
            return false;
        }
        String value = status == ENOENT ? RegisterHistory.NOTHING : reply.get("stdout").asText().strip();
        epochs.answered(highest, reply.get("epoch").asLong(), "'" + value + "' was read");
        history.read(value, started, ended);
        return true;
    }

    private static JsonNode json(Ask.Answer.Http answer) {
        try {
            return answer.json();
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + answer, e);
        }
    }

    /** Waits until {@code more} further writes have been acknowledged. */
    void awaitMore(int more) {
        int target = history.acknowledged() + more;
        Awaitility.await("acknowledged writes")
                .until(() -> history.acknowledged() >= target);
    }

    /** Ends the clients; {@link #read} goes on. */
    void stop() {
        stopping = true;
        Uninterruptibly.run(() -> {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofMinutes(1))) {
                    throw new IOException(thread.getName() + " did not end");
                }
            }
        });
    }

    @Override
    public void close() {
        stop();
        following.close();
    }
}
