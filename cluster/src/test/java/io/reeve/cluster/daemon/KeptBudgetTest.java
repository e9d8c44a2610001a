package io.reeve.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap that daemons' state takes, whatever they report. */
class KeptBudgetTest {
    private static final KeptLimits LIMITS = new KeptLimits(1 << 20, 1 << 20, "report-kept");

    private final ManualTime clock = new ManualTime();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Inbox inbox = new Inbox(clock.time(), DaemonSettings.defaults(), LIMITS, queue::add);
    private final Map<String, String> refused = new HashMap<>();

    private void write() {
        while (!queue.isEmpty()) {
            queue.poll().run();
        }
    }

    private Reporting open(String name, long gid, Map<String, String> metadata) {
        Reporting opened = new Reporting(inbox, name, gid, name.startsWith("web"), metadata);
        opened.session().onRefusal(why -> refused.put(name, why));
        return opened;
    }

    private static Map<String, String> texts(int bytes) {
        return Map.of("text", "x".repeat(bytes / 2));
    }

    private boolean isKnown(String name) {
        return inbox.daemons().table().get(DaemonId.of(name)) != null;
    }

    @Test
    void whoHoldsMostIsForgottenAndTold() {
        Reporting small = open("web.small", 1, texts(10_000));
        open("web.large", 2, texts(600_000));
        write();
        assertThat(refused).isEmpty();
        open("web.other", 3, texts(500_000));
        write();
        assertThat(refused).containsOnlyKeys("web.large");
        assertThat(refused.get("web.large")).contains("1048576 bytes", "setting report-kept", "web.large");
        assertThat(isKnown("web.large")).isFalse();
        small.counters(Reporting.schema(Type.GAUGE, "a.b"), 1);
        write();
        assertThat(isKnown("web.small")).isTrue();
    }

    @Test
    void whatAClosedSessionLeftCountsToo() {
        open("osd.1", 1, texts(800_000)).session().close(false);
        write();
        assertThat(isKnown("osd.1")).isTrue();
        open("web.2", 2, texts(500_000));
        write();
        assertThat(isKnown("osd.1")).isFalse();
        assertThat(isKnown("web.2")).isTrue();
    }

    @Test
    void theSchemaOfManyDaemonsIsCountedOnce() {
        List<PerfCounter> schema = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            schema.add(Reporting.counter("sub.counter" + i, Type.COUNTER, 5));
        }
        for (int i = 0; i < 50; i++) {
            open("web." + i, i + 1, Map.of()).counters(List.copyOf(schema), new long[100]);
        }
        write();
        assertThat(refused).isEmpty();
    }

    @Test
    void aDaemonWithVeryManyNumbersKeepsFewerSamples() {
        List<PerfCounter> schema = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            schema.add(Reporting.counter("c" + i, Type.COUNTER, 5));
        }
        List<PerfCounter> all = List.copyOf(schema);
        CounterSamples samples = CounterSamples.NONE;
        PerfSchema made = new SharedSchemas().of(all);
        for (int i = 0; i < 40; i++) {
            samples = samples.with(i, made, new long[9_000]);
        }
        assertThat(samples.bytes()).isLessThanOrEqualTo(CounterSamples.MOST_BYTES);
        assertThat(samples.of("c0")).hasSize(14);
    }

    /** Small daemons hold less than their share, so they are never sent away, whatever the large ones do. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theStateStaysWithinItsLimitsAndSmallDaemonsStay(long seed) {
        Random random = new Random(seed);
        Map<String, Reporting> large = new HashMap<>();
        List<Reporting> small = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            small.add(open("web.small" + i, i + 1, texts(1_000)));
        }
        for (int step = 0; step < 600; step++) {
            String name = (random.nextBoolean() ? "osd." : "web.") + random.nextInt(30);
            Reporting daemon = large.get(name);
            int size = random.nextInt(400_000);
            switch (random.nextInt(6)) {
                case 0 -> large.put(name, open(name, 100 + random.nextInt(2), texts(size)));
                case 1 -> {
                    if (large.remove(name) != null && daemon != null) {
                        daemon.session().close(random.nextBoolean());
                    }
                }
                case 2 -> {
                    if (daemon != null) {
                        daemon.session().metadata(texts(size));
                    }
                }
                case 3 -> {
                    if (daemon != null) {
                        List<PerfCounter> schema = List.of(
                                Reporting.counter("x".repeat(random.nextInt(500) + 1), Type.GAUGE, 5));
                        daemon.counters(schema, random.nextLong());
                    }
                }
                case 4 -> {
                    if (daemon != null) {
                        daemon.status(texts(size), texts(random.nextInt(1_000)));
                    }
                }
                default -> {
                    clock.pass(Duration.ofSeconds(random.nextInt(20)));
                    small.forEach(one -> one.session().alive());
                    inbox.daemons().tick(Duration.ofSeconds(20), Duration.ofSeconds(60), d -> d.type().equals("osd"));
                }
            }
            write();
            assertThat(inbox.daemons().bytes()).as("seed %d", seed)
                    .isLessThanOrEqualTo(LIMITS.facts() + LIMITS.samples());
        }
        assertThat(refused.keySet()).as("seed %d", seed).isNotEmpty().noneMatch(name -> name.contains("small"));
    }
}
