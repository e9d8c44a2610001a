package io.reeve.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeve.it.RegisterHistory.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * A client that makes durable changes of all kinds, one after the other, through whichever node answers, and keeps a ledger
 * of what was acknowledged.
 */
final class ChangeClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int EAGAIN = 11;

    private final List<String> urls;
    private final RandomGenerator chance;
    private final ChangeLedger ledger = new ChangeLedger();
    private final Ask following = Ask.following();
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Thread thread;
    private volatile boolean stopping;
    private int at;

    /** @param urls of the nodes */
    ChangeClient(List<String> urls, long seed) {
        this.urls = List.copyOf(urls);
        this.chance = new Random(seed);
        turn.lock(); // it waits until resume
        this.thread = Thread.ofPlatform().name("change-client").start(this::run);
    }

    ChangeLedger ledger() {
        return ledger;
    }

    /** Waits for the end of the change that is being made, and makes none until {@link #resume}. By one thread. */
    void pause() {
        if (!turn.isHeldByCurrentThread()) {
            turn.lock();
        }
    }

    void resume() {
        if (turn.isHeldByCurrentThread()) {
            turn.unlock();
        }
    }

    private void run() {
        while (!stopping) {
            turn.lock();
            try {
                if (!stopping) {
                    change();
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                turn.unlock();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void change() throws InterruptedException {
        ChangeKind kind = oneOf(List.of(ChangeKind.values()));
        String name = oneOf(kind.names());
        String subject = kind.subject(name);
        if (ledger.isOpen(subject)) {
            return;
        }
        String before = ledger.value(subject);
        String value = oneOf(kind.possible());
        if (value.equals(before) || (before.isEmpty() && !kind.possible().contains(before))) {
            return; // nothing to change, or nothing there that could be changed
        }
        ledger.asks(subject, value);
        ledger.answered(subject, before, value, outcome(ask(kind.command(name, before, value))));
    }

    private <T> T oneOf(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }

    private Ask.Answer ask(Map<String, Object> command) throws InterruptedException {
        Ask.Answer answer = following.command(urls.get(at), command, PATIENCE);
        if (!(answer instanceof Ask.Answer.Http http) || http.status() != 200) {
            at = (at + 1) % urls.size();
        }
        return answer;
    }

    /** The status codes are a promise: all but 200 and 500 say that nothing was executed, as EAGAIN does. */
    private static Outcome outcome(Ask.Answer answer) {
        return switch (answer) {
            case Ask.Answer.Http http when http.status() == 200 -> switch (status(http)) {
                case 0 -> Outcome.DONE;
                case EAGAIN -> Outcome.REFUSED;
                default -> Outcome.UNKNOWN;
            };
            case Ask.Answer.Http http -> http.status() == 500 ? Outcome.UNKNOWN : Outcome.REFUSED;
            case Ask.Answer.Refused _ -> Outcome.REFUSED;
            case Ask.Answer.Broken _,Ask.Answer.Silent _ -> Outcome.UNKNOWN;
        };
    }

    private static int status(Ask.Answer.Http answer) {
        try {
            return Math.abs(answer.json().get("status").asInt());
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + answer, e);
        }
    }

    /** The values of all subjects as the active shows them now; empty if it does not answer to all questions. */
    Optional<Map<String, String>> read() throws InterruptedException {
        Map<Map<String, Object>, JsonNode> answers = new HashMap<>();
        Map<String, String> found = new TreeMap<>();
        for (ChangeKind kind : ChangeKind.values()) {
            if (!answers.containsKey(kind.source())) {
                Optional<JsonNode> answer = data(kind.source());
                if (answer.isEmpty()) {
                    return Optional.empty();
                }
                answers.put(kind.source(), answer.get());
            }
            found.putAll(kind.read(answers.get(kind.source())));
        }
        return Optional.of(found);
    }

    private Optional<JsonNode> data(Map<String, Object> source) throws InterruptedException {
        Map<String, Object> command = new TreeMap<>(source);
        command.put("format", "json");
        if (!(ask(command) instanceof Ask.Answer.Http http) || http.status() != 200 || status(http) != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Http.JSON.readTree(http.json().get("stdout").asText()));
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + http, e);
        }
    }

    @Override
    public void close() {
        stopping = true;
        resume();
        thread.interrupt();
        Uninterruptibly.run(() -> thread.join(Duration.ofSeconds(10)));
        following.close();
    }
}
