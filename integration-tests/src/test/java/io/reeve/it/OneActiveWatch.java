package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks all nodes at once, again and again, who is active; two in one moment is what must not be. */
final class OneActiveWatch implements AutoCloseable {
    private final List<TestCluster.Node> nodes;
    private final List<String> seenTwo = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;

    OneActiveWatch(List<TestCluster.Node> nodes) {
        this.nodes = List.copyOf(nodes);
        thread = Thread.ofPlatform().name("one-active-watch").start(this::run);
    }

    /** Two answers of 200 whose requests overlap in time prove nothing; so each 200 is asked again after the other's. */
    private void run() {
        while (!stopping) {
            List<TestCluster.Node> active = new ArrayList<>(nodes);
            active.removeIf(n -> Http.status(n.url() + "/health/active") != 200);
            if (active.size() > 1 && Http.status(active.getFirst().url() + "/health/active") == 200) {
                seenTwo.add(active.stream().map(TestCluster.Node::name).toList().toString());
            }
        }
    }

    void verify() {
        close();
        assertThat(seenTwo).as("moments with two active managers").isEmpty();
    }

    @Override
    public void close() {
        stopping = true;
        Uninterruptibly.run(() -> thread.join(Duration.ofSeconds(10)));
    }
}
