package io.reeve.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.cluster.daemon.DaemonState.Presence;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DaemonRegistryTest {
    private static final Duration SILENT = Duration.ofSeconds(20);
    private static final Duration FORGET = Duration.ofSeconds(60);

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
    void whoSaysNothingIsSilentAndThenForgotten() {
        Reporting _ = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        write();
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.REPORTING);
        tick(Duration.ofSeconds(21));
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.SILENT);
        tick(Duration.ofSeconds(38));
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.SILENT);
        tick(Duration.ofSeconds(2));
        assertThat(find("rgw.a")).isNull();
    }

    @Test
    void aReportEndsTheSilence() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        write();
        tick(Duration.ofSeconds(50));
        rgw.counters(List.of());
        write();
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.REPORTING);
        tick(Duration.ofSeconds(15));
        assertThat(get("rgw.a").presence()).isEqualTo(Presence.REPORTING);
    }

    @Test
    void daemonsThatAreKeptStayAndOthersGo() {
        Reporting osd = new Reporting(inbox, "osd.0");
        Reporting mds = new Reporting(inbox, "mds.a");
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        osd.session().close(false);
        mds.session().close(true);
        rgw.session().close(true);
        write();
        assertThat(get("osd.0").presence()).isEqualTo(Presence.LOST);
        assertThat(get("mds.a").presence()).isEqualTo(Presence.CLOSED);
        assertThat(find("rgw.a")).as("a service daemon that says goodbye is gone").isNull();
        tick(Duration.ofSeconds(61));
        assertThat(find("mds.a")).isNull();
        assertThat(get("osd.0").presence()).isEqualTo(Presence.LOST);
    }

    @Test
    void theNewestSessionWins() {
        Reporting old = new Reporting(inbox, "osd.0");
        Reporting newer = new Reporting(inbox, "osd.0", 2, false, Map.of("who", "newer"));
        newer.counters(Reporting.schema(Type.GAUGE, "a.b"), 2);
        old.counters(Reporting.schema(Type.GAUGE, "a.b"), 1);
        old.session().metadata(Map.of("who", "old"));
        old.session().close(false);
        write();
        assertThat(get("osd.0").samples().amount("a.b")).contains(new Amount(2));
        assertThat(get("osd.0").metadata("who")).isEqualTo("newer");
        assertThat(get("osd.0").presence()).isEqualTo(Presence.REPORTING);
    }

    @Test
    void aReconnectKeepsTheSamplesAndARestartDoesNot() {
        new Reporting(inbox, "osd.0", 7, false, Map.of()).counters(Reporting.schema(Type.GAUGE, "a.b"), 1);
        write();
        Reporting _ = new Reporting(inbox, "osd.0", 7, false, Map.of());
        write();
        assertThat(get("osd.0").samples().of("a.b")).hasSize(1);
        Reporting _ = new Reporting(inbox, "osd.0", 8, false, Map.of());
        write();
        assertThat(get("osd.0").samples().of("a.b")).isEmpty();
    }

    @Test
    void whatIsNotToldStaysAsItWas() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        rgw.status(Map.of("state", "fine"), Map.of("task", "scrub"));
        write();
        rgw.counters(List.of());
        write();
        assertThat(get("rgw.a").facts().status()).containsEntry("state", "fine");
        assertThat(get("rgw.a").facts().taskStatus()).containsEntry("task", "scrub");
        assertThat(inbox.daemons().takeChanges()).contains(DaemonRegistry.Aspect.STATUS);
        rgw.counters(List.of());
        write();
        assertThat(inbox.daemons().takeChanges()).containsExactly(DaemonRegistry.Aspect.COUNTERS);
    }

    @Test
    void aSlowWriterLosesSamplesButNoFact() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        rgw.counters(Reporting.schema(Type.GAUGE, "a.b"), 1);
        rgw.status(Map.of("state", "fine"), Map.of());
        for (int i = 2; i <= 1000; i++) {
            rgw.counters(Reporting.schema(Type.GAUGE, "a.b"), i);
        }
        assertThat(queue).as("opening and one visit").hasSize(2);
        write();
        assertThat(get("rgw.a").facts().status()).containsEntry("state", "fine");
        assertThat(get("rgw.a").samples().amount("a.b")).contains(new Amount(1000));
    }

    @Test
    void alikeDaemonsShareTheirSchema() {
        new Reporting(inbox, "x.1").counters(Reporting.schema(Type.GAUGE, "a.b"), 1);
        new Reporting(inbox, "x.2").counters(Reporting.schema(Type.GAUGE, "a.b"), 1);
        write();
        assertThat(get("x.1").samples().schema()).isSameAs(get("x.2").samples().schema());
        assertThat(inbox.shared(Reporting.schema(Type.GAUGE, "a.b")))
                .isSameAs(get("x.1").samples().schema().counters());
    }

    @Test
    void reportsThatWaitRaiseThePeriod() {
        Reporting rgw = new Reporting(inbox, "rgw.a", 1, true, Map.of());
        rgw.counters(List.of());
        clock.pass(Duration.ofSeconds(3));
        write();
        inbox.tick();
        assertThat(inbox.period()).isEqualTo(Duration.ofSeconds(10));
    }
}
