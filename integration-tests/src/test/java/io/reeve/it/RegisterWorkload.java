package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A register written through whichever node answers: numbers that only grow, one after the other. No acknowledged number
 * may be lost, and the epochs that acknowledge may only rise.
 */
final class RegisterWorkload implements AutoCloseable {
    private static final String KEY = "test/register";

    private final List<TestCluster.Node> nodes;
    private final Thread thread;
    private final List<Ack> acks = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean stopping;

    private record Ack(long number, long epoch) {}

    RegisterWorkload(List<TestCluster.Node> nodes) {
        this.nodes = List.copyOf(nodes);
        thread = Thread.ofPlatform().name("register-workload").start(this::run);
    }

    private void run() {
        int at = 0;
        while (!stopping) {
            long number = sent.incrementAndGet();
            String url = nodes.get(at % nodes.size()).url();
            try {
                HttpResponse<String> answer = Http.command(url, Map.of("prefix", "config-key set", "key", KEY, "val",
                        Long.toString(number), "id", UUID.randomUUID().toString()), Duration.ofSeconds(1));
                if (answer.statusCode() == 200) {
                    JsonNode reply = Http.json(answer);
                    if (reply.get("status").asInt() == 0) {
                        acks.add(new Ack(number, reply.get("epoch").asLong()));
                        continue;
                    }
                }
            } catch (IOException e) {
                // not acknowledged: it may or may not have happened
            }
            at++;
        }
    }

    int acknowledged() {
        return acks.size();
    }

    /** Waits until {@code more} further writes have been acknowledged. */
    void awaitMore(int more) {
        int target = acks.size() + more;
        Awaitility.await().until(() -> acks.size() >= target);
    }

    /** Stops, and checks what was promised. */
    void verify(TestCluster.Node anyNode) throws Exception {
        close();
        JsonNode reply = Http.json(Http.command(anyNode.url(), Map.of("prefix", "config-key get", "key", KEY),
                Duration.ofSeconds(30)));
        long stored = Long.parseLong(reply.get("stdout").asText().strip());
        long lastAck = acks.getLast().number();
        assertThat(stored).as("the stored number is the last acknowledged one, or a later one of unknown outcome")
                .isBetween(lastAck, sent.get());
        assertThat(acks.stream().map(Ack::epoch).toList()).as("epochs that acknowledged").isSorted();
    }

    @Override
    public void close() {
        stopping = true;
        Uninterruptibly.run(() -> thread.join(Duration.ofSeconds(10)));
    }
}
