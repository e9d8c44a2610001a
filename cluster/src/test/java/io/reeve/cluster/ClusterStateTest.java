package io.reeve.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.cluster.DaemonCounters;
import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.api.cluster.Sample;
import io.reeve.api.cluster.Server;
import io.reeve.cluster.daemon.DaemonSettings;
import io.reeve.cluster.daemon.KeptLimits;
import io.reeve.cluster.data.ClusterData;
import io.reeve.cluster.testing.ManualTime;
import io.reeve.cluster.testing.Reporting;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
    private static final StatePart<Integer> DOUBLED = StatePart.of("doubled");
    private static final StatePart<Integer> GIVEN = StatePart.of("given");

    private final ManualTime clock = new ManualTime();
    private final ClusterState state = state(List.of());

    private ClusterState state(List<Contributor> contributors) {
        List<DataName> names = new ArrayList<>(ClusterData.all());
        names.add(new DataName("given", Set.of(GIVEN), in -> List.of(String.valueOf(in.part(GIVEN)))));
        names.add(new DataName("careless", Set.of(GIVEN), in -> String.valueOf(in.part(DOUBLED))));
        ClusterState made = new ClusterState(DaemonSettings.defaults(), KeptLimits.ofHeap(KeptLimits.PERCENT), 1,
                clock.time(), names, contributors);
        made.start();
        return made;
    }

    @AfterEach
    void close() {
        state.close();
    }

    private Snapshot now() throws InterruptedException, ExecutionException, TimeoutException {
        return state.upToDate().get(60, TimeUnit.SECONDS);
    }

    @Test
    void metadataIsTheSameObjectUntilItChanges() throws Exception {
        Reporting osd = new Reporting(state.reports(), "osd.0");
        Snapshot first = now();
        Object data = first.get("osd_metadata");
        assertThat(data).isEqualTo(Map.of("0", Map.of("hostname", "h1", "version", "1.0")));
        osd.osd(100, 10, 1);
        Snapshot second = now();
        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(second.get("osd_metadata")).isSameAs(data);
        assertThat(second.get("df")).isNotSameAs(first.get("df"));
        osd.session().metadata(Map.of("hostname", "h2"));
        assertThat(now().get("osd_metadata")).isEqualTo(Map.of("0", Map.of("hostname", "h2")));
        assertThat(first.get("osd_metadata")).as("an older snapshot stays as it was").isSameAs(data);
    }

    @Test
    void dataCannotBeChanged() throws Exception {
        Reporting osd = new Reporting(state.reports(), "osd.0");
        osd.osd(100, 10, 1);
        Snapshot snapshot = now();
        snapshot.names()
                .stream()
                .filter(name -> !name.equals("careless"))
                .forEach(name -> assertUnchangeable(snapshot.get(name)));
        assertThatThrownBy(() -> snapshot.servers().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.counter("osd", "0", "osd.op_r").clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @SuppressWarnings("unchecked")
    private static void assertUnchangeable(@org.jspecify.annotations.Nullable Object data) {
        if (data instanceof Map<?, ?> map) {
            assertThatThrownBy(() -> ((Map<String, Object>) map).put("x", "y")).as("%s", map)
                    .isInstanceOf(UnsupportedOperationException.class);
            map.values().forEach(ClusterStateTest::assertUnchangeable);
        } else if (data instanceof List<?> list) {
            assertThatThrownBy(() -> ((List<Object>) list).add("x")).as("%s", list)
                    .isInstanceOf(UnsupportedOperationException.class);
            list.forEach(ClusterStateTest::assertUnchangeable);
        }
    }

    @Test
    void theLastTwentySamplesAreKept() throws Exception {
        Reporting mds = new Reporting(state.reports(), "mds.a");
        for (int i = 0; i < 25; i++) {
            mds.counters(Reporting.schema(Type.GAUGE, "mds.inodes"), i);
            Snapshot _ = now();
            clock.pass(Duration.ofSeconds(5));
        }
        List<Sample> samples = now().counter("mds", "a", "mds.inodes");
        assertThat(samples).hasSize(20);
        double start = ManualTime.START.getEpochSecond();
        assertThat(samples.getFirst()).isEqualTo(new Sample.Value(start + 25, 5L));
        assertThat(samples.getLast()).isEqualTo(new Sample.Value(start + 120, 24L));
        assertThat(now().counter("mds", "a", "mds.nope")).isEmpty();
        assertThat(now().counter("mds", "b", "mds.inodes")).isEmpty();
        assertThat(now().counter("", "", "mds.inodes")).isEmpty();
    }

    @Test
    void everyTypeOfCounterHasItsSample() throws Exception {
        List<PerfCounter> schema = List.of(Reporting.counter("a.time", Type.TIME, 5),
                Reporting.counter("a.gauge", Type.GAUGE, 5), Reporting.counter("a.avg", Type.LONGRUNAVG, 5),
                Reporting.counter("a.tavg", Type.TIME_AVG, 8), Reporting.counter("a.hist", Type.HISTOGRAM, 5));
        Reporting x = new Reporting(state.reports(), "x.1");
        x.counters(schema, 1_500_000_000L, -1, 10, 4, 3_000_000_000L, 2, 7, 8, 9);
        Snapshot snapshot = now();
        double at = ManualTime.START.getEpochSecond();
        assertThat(snapshot.latest("x", "1", "a.time")).contains(new Sample.Value(at, 1.5));
        assertThat(snapshot.latest("x", "1", "a.gauge").orElseThrow().value()).hasToString("18446744073709551615");
        assertThat(snapshot.latest("x", "1", "a.avg")).contains(new Sample.Average(at, 10L, 4));
        assertThat(snapshot.latest("x", "1", "a.tavg")).contains(new Sample.Average(at, 3.0, 2));
        assertThat(snapshot.latest("x", "1", "a.hist")).contains(new Sample.Histogram(at, 24L, List.of(7L, 8L, 9L)));
        assertThat(snapshot.perfCounters(8, List.of()).get("x.1")).containsOnlyKeys("a.tavg");
        assertThat(snapshot.perfSchema("x", "").get("x.1")).hasSize(5);
        assertThat(snapshot.perfSchema("y", "")).isEmpty();
    }

    @Test
    void countersAreReadOneByOneAndDaemonsThatDeclareTheSameShareIt() throws Exception {
        List<PerfCounter> schema = Reporting.schema(Type.COUNTER, "a.count");
        for (String name : List.of("osd.10", "osd.9", "mds.a")) {
            new Reporting(state.reports(), name).counters(schema, name.length());
        }
        Snapshot snapshot = now();
        List<DaemonCounters> all = snapshot.daemonCounters(List.of());
        assertThat(all).extracting(d -> d.daemon().name()).containsExactly("mds.a", "osd.9", "osd.10");
        assertThat(all).allSatisfy(d -> assertThat(d.schema()).isSameAs(all.getFirst().schema()));
        assertThat(all).extracting(d -> d.latest("a.count").orElseThrow().value()).containsExactly(5L, 5L, 6L);
        assertThat(all.getFirst().latest("a.nope")).isEmpty();
        assertThat(snapshot.daemonCounters(List.of("osd", "osd", "x"))).hasSize(2);
    }

    @Test
    void allNumbersOfCountersAreWithoutASign() throws Exception {
        List<PerfCounter> schema = List.of(Reporting.counter("a.time", Type.TIME, 5),
                Reporting.counter("a.avg", Type.LONGRUNAVG, 5), Reporting.counter("a.tavg", Type.TIME_AVG, 5),
                Reporting.counter("a.hist", Type.HISTOGRAM, 5));
        Reporting x = new Reporting(state.reports(), "x.1");
        x.counters(schema, -1, -1, -2, -1, -2, -1, 1, Long.MIN_VALUE);
        Snapshot snapshot = now();
        BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        double at = ManualTime.START.getEpochSecond();
        assertThat(snapshot.latest("x", "1", "a.time")).contains(new Sample.Value(at, 0x1p64 / 1e9));
        assertThat(snapshot.latest("x", "1", "a.avg")).contains(
                new Sample.Average(at, most, most.subtract(BigInteger.ONE)));
        assertThat(snapshot.latest("x", "1", "a.tavg")).contains(
                new Sample.Average(at, 0x1p64 / 1e9, most.subtract(BigInteger.ONE)));
        assertThat(snapshot.latest("x", "1", "a.hist")).contains(new Sample.Histogram(at,
                most.add(BigInteger.ONE).add(BigInteger.TWO.pow(63)), List.of(most, 1L, BigInteger.TWO.pow(63))));
    }

    @Test
    void theRateOfACounterBeyondTwoToThe63IsThatOfItsGrowth() throws Exception {
        Reporting x = new Reporting(state.reports(), "x.1");
        for (long value : new long[]{Long.MAX_VALUE, Long.MIN_VALUE + 9}) {
            x.counters(Reporting.schema(Type.COUNTER, "a.count"), value);
            Snapshot _ = now();
            clock.pass(Duration.ofSeconds(5));
        }
        assertThat(now().daemons().get(DaemonId.of("x.1"))).isNotNull()
                .satisfies(d -> assertThat(d.samples().rate("a.count")).isEqualTo(2));
    }

    @Test
    void noTwoSetsOfLabelsAreOnePath() throws Exception {
        List<PerfCounter> schema = new ArrayList<>();
        for (Map<String, String> labels : List.of(Map.of("a", "b,c=d"), Map.of("a", "b", "c", "d"), Map.of("a", "b}"),
                Map.of("a", "b\\"), Map.of("a", "b\\,c=d"))) {
            schema.add(new PerfCounter("x.y", Type.GAUGE, "", "", 5, PerfCounter.Unit.NONE, labels, List.of()));
        }
        new Reporting(state.reports(), "x.1").counters(schema, 1, 2, 3, 4, 5);
        Snapshot snapshot = now();
        assertThat(snapshot.latest("x", "1", "x.y{a=b\\,c\\=d}").orElseThrow().value()).isEqualTo(1L);
        assertThat(snapshot.latest("x", "1", "x.y{a=b,c=d}").orElseThrow().value()).isEqualTo(2L);
        assertThat(snapshot.perfCounters(0, List.of()).get("x.1")).hasSize(5);
    }

    @Test
    void samplesOutliveAnotherDeclaration() throws Exception {
        Reporting x = new Reporting(state.reports(), "x.1");
        x.counters(Reporting.schema(Type.GAUGE, "a.one"), 1);
        Snapshot _ = now();
        x.counters(Reporting.schema(Type.GAUGE, "a.zero", "a.one"), 0, 2);
        assertThat(now().counter("x", "1", "a.one")).extracting(Sample::value).containsExactly(1L, 2L);
        assertThat(now().counter("x", "1", "a.zero")).extracting(Sample::value).containsExactly(0L);
    }

    @Test
    void reportsThatDoNotFitTheirSchemaAreIgnored() throws Exception {
        Reporting x = new Reporting(state.reports(), "x.1");
        x.counters(Reporting.schema(Type.GAUGE, "a.one"), 1, 2, 3);
        assertThat(now().counter("x", "1", "a.one")).isEmpty();
    }

    @Test
    void hostsListTheirDaemons() throws Exception {
        Reporting _ = new Reporting(state.reports(), "osd.10");
        Reporting _ = new Reporting(state.reports(), "osd.9");
        Reporting _ = new Reporting(state.reports(), "mds.a", 1, false,
                Map.of("hostname", "h0", "ceph_version", "2.0"));
        Snapshot snapshot = now();
        assertThat(snapshot.servers()).extracting(Server::hostname).containsExactly("h0", "h1");
        assertThat(snapshot.server("h1").orElseThrow().services()).extracting(Server.Service::id)
                .containsExactly("9", "10");
        assertThat(snapshot.server("h0").orElseThrow().version()).isEqualTo("2.0");
        assertThat(snapshot.server("h7")).isEmpty();
        assertThat(snapshot.metadata("mds", "a").orElseThrow()).containsEntry("hostname", "h0");
        assertThat(snapshot.metadata("mds", "z")).isEmpty();
    }

    @Test
    void contributorsPutTheirPartIntoTheSameSnapshot() throws Exception {
        try (ClusterState with = state(List.of(new Contributor() {
            @Override
            public void contribute(SnapshotDraft change) {
                Integer given = change.part(GIVEN);
                if (given != null && change.changed(GIVEN)) {
                    change.set(DOUBLED, given * 2);
                }
            }
        }))) {
            List<String> seen = new CopyOnWriteArrayList<>();
            with.onPublished((_, now) -> seen.add(now.part(GIVEN) + "-" + now.part(DOUBLED)));
            for (int i = 1; i <= 50; i++) {
                with.set(GIVEN, i);
            }
            Snapshot last = with.upToDate().get(60, TimeUnit.SECONDS);
            assertThat(last.part(DOUBLED)).isEqualTo(100);
            assertThat(seen).allSatisfy(s -> assertThat(s).isIn("null-null", half(s)));
        }
    }

    private static String half(String seen) {
        String given = seen.substring(0, seen.indexOf('-'));
        return given.equals("null") ? seen : given + "-" + Integer.parseInt(given) * 2;
    }

    @Test
    void aContributorThatFailsHarmsNobody() throws Exception {
        try (ClusterState with = state(List.of(_ -> {
            throw new IllegalStateException("wrong");
        }))) {
            with.set(GIVEN, 1);
            assertThat(with.upToDate().get(60, TimeUnit.SECONDS).get("given")).isEqualTo(List.of("1"));
        }
    }

    @Test
    void aNameMayReadOnlyWhatItDeclared() throws Exception {
        state.set(GIVEN, 1);
        Snapshot snapshot = now();
        assertThatThrownBy(() -> snapshot.get("careless")).hasMessageContaining("'careless'")
                .hasMessageContaining("doubled");
    }

    @Test
    void unknownNamesAreNull() throws Exception {
        assertThat(now().get("nope")).isNull();
        assertThat(now().get("nope X")).isNull();
        assertThat(now().get("device X")).isEqualTo(Map.of());
        assertThat(now().names()).contains("osd_metadata", "df", "health").doesNotContain(" servers", "nope");
    }

    @Test
    void changesArePublishedWithoutBeingAskedFor() {
        Reporting _ = new Reporting(state.reports(), "osd.0");
        Awaitility.await().untilAsserted(() -> assertThat(state.snapshot().daemons().size()).isEqualTo(1));
    }

    @Test
    void thousandsOfDaemonsKeepTheirPlaces() throws Exception {
        List<Reporting> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            all.add(new Reporting(state.reports(), "svc." + i, i, true, Map.of("n", "" + i)));
        }
        Snapshot full = now();
        for (int i = 0; i < 3000; i += 2) {
            all.get(i).session().close(true);
        }
        Snapshot half = now();
        assertThat(half.daemons().size()).isEqualTo(1500);
        assertThat(half.daemons().stream().map(d -> d.id().id())).allMatch(id -> Integer.parseInt(id) % 2 == 1);
        assertThat(full.daemons().stream()).hasSize(3000);
        Reporting _ = new Reporting(state.reports(), "svc.2", 9, true, Map.of());
        assertThat(now().daemons().size()).isEqualTo(1501);
        assertThat(now().metadata("svc", "7").orElseThrow()).containsEntry("n", "7");
    }
}
