package io.reeve.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.cluster.daemon.DaemonState.Presence;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a daemon is listed, and whether its session is open: the two never contradict each other. */
class DaemonLivenessTest {
    private static final Duration SILENT = Duration.ofSeconds(20);
    private static final Duration FORGET = Duration.ofSeconds(60);
    private static final List<PerfCounter> SCHEMA = Reporting.schema(Type.GAUGE, "a.b");

    private final ManualTime clock = new ManualTime();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Inbox inbox = new Inbox(clock.time(), DaemonSettings.defaults(),
            KeptLimits.ofHeap(KeptLimits.PERCENT), queue::add);

    private void write() {
        while (!queue.isEmpty()) {
            queue.poll().run();
        }
    }

    private void tick(Duration passed) {
        clock.pass(passed);
        inbox.daemons().tick(SILENT, FORGET, d -> d.type().equals("osd"));
    }

    private @Nullable DaemonState find(String name) {
        return inbox.daemons().table().get(DaemonId.of(name));
    }

    private DaemonState get(String name) {
        return Objects.requireNonNull(find(name), name);
    }

    @Test
    void aReportOfAForgottenDaemonBringsItBackWithWhatItToldBefore() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of("hostname", "h1"));
        rgw.status(Map.of("state", "fine"), Map.of());
        write();
        tick(Duration.ofSeconds(61));
        assertThat(find("rgw.a")).isNull();
        rgw.counters(SCHEMA, 7);
        write();
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.REPORTING);
        assertThat(get("rgw.a").facts().status()).as("not sent again in the same session")
                .containsEntry("state", "fine");
        assertThat(get("rgw.a").metadata("hostname")).isEqualTo("h1");
        assertThat(get("rgw.a").samples().amount("a.b")).contains(new Amount(7));
    }

    @Test
    void aDaemonThatOnlyPingsIsSilentAndStaysListed() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        write();
        for (int i = 0; i < 30; i++) {
            rgw.session().alive();
            tick(Duration.ofSeconds(5));
        }
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.SILENT);
    }

    @Test
    void aPingOfAForgottenDaemonBringsItBackAsSilent() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        write();
        tick(Duration.ofSeconds(61));
        assertThat(find("rgw.a")).isNull();
        rgw.session().alive();
        tick(Duration.ofSeconds(1));
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.SILENT);
    }

    @Test
    void aForgottenDaemonWhoseSessionEndsStaysForgotten() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        write();
        tick(Duration.ofSeconds(61));
        rgw.session().close(false);
        write();
        rgw.counters(SCHEMA, 1);
        write();
        assertThat(find("rgw.a")).isNull();
    }

    /** What the test knows of a daemon's newest session. */
    private static final class Model {
        private final Reporting reporting;
        private boolean open = true;
        private long signAt;

        Model(Reporting reporting, long now) {
            this.reporting = reporting;
            this.signAt = now;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noInterleavingHidesADaemonWhoseSessionIsOpenAndHeard(long seed) {
        Random random = new Random(seed);
        Map<String, Model> models = new HashMap<>();
        List<String> names = List.of("rgw.a", "rgw.b", "osd.0", "mds.a");
        for (int step = 0; step < 2_000; step++) {
            String name = names.get(random.nextInt(names.size()));
            act(random.nextInt(8), name, models, random);
            if (random.nextInt(3) > 0) {
                write();
                tick(Duration.ZERO);
                models.forEach((daemon, model) -> {
                    if (model.open && now() - model.signAt <= FORGET.toNanos()) {
                        assertThat(find(daemon)).as("%s, seed %d", daemon, seed).isNotNull();
                    }
                });
            }
        }
    }

    private void act(int what, String name, Map<String, Model> models, Random random) {
        Model model = models.get(name);
        if (model == null || what == 0) {
            models.put(name, new Model(
                    new Reporting(inbox, name, 1 + random.nextInt(2), name.startsWith("rgw"), Map.of()), now()));
        } else if (what == 1) {
            clock.pass(Duration.ofSeconds(random.nextInt(70)));
            inbox.daemons().tick(SILENT, FORGET, d -> d.type().equals("osd"));
        } else if (what == 2 && model.open) {
            model.reporting.session().close(random.nextBoolean());
            model.open = false;
        } else if (model.open && what < 6) {
            model.reporting.counters(SCHEMA, what);
            model.signAt = now();
        } else if (model.open) {
            model.reporting.session().alive();
            model.signAt = now();
        }
    }

    private long now() {
        return clock.time().nanos().getAsLong();
    }
}
