package io.reeve.modules.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.DaemonId;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.PerfCounter.Axis;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.api.cluster.Sample;
import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricType;
import io.reeve.api.testing.FakeCluster;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterMetricsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final DaemonLabels labels = new DaemonLabels("reeve");

    private static PerfCounter counter(String path, Type type, int priority, Map<String, String> labels, Axis... axes) {
        return new PerfCounter(path, type, "", "About " + path, priority, PerfCounter.Unit.NONE, labels, List.of(axes));
    }

    private static Map<String, PerfCounter> schema(PerfCounter... counters) {
        Map<String, PerfCounter> all = new TreeMap<>();
        Stream.of(counters).forEach(c -> all.put(c.path() + (c.labels().isEmpty() ? "" : c.labels()), c));
        return all;
    }

    private static Sample value(Number number) {
        return new Sample.Value(0, number);
    }

    private RecordingSink written() throws IOException {
        RecordingSink sink = new RecordingSink();
        new CounterMetrics(cluster, labels, PerfCounter.USEFUL).write(new Families(sink, "reeve"));
        return sink;
    }

    @ParameterizedTest
    @CsvSource({"osd.op_w_latency,ceph_osd_op_w_latency", "a-b.c+,ceph_a_b_c_plus",
            "throttle-msgr.get-,ceph_throttle_msgr_get_minus",
            "objecter::x y/z,ceph_objecter_x_y_z", "bad\"{ä}.x,ceph_bad_____x"})
    void pathsBecomeTheNamesOfCeph(String path, String name) {
        assertThat(CounterNames.metric(path)).isEqualTo(name);
    }

    @Test
    void aCounterOfAnotherTypeThanWhenTheScrapeBeganIsLeftOut() throws IOException {
        Map<String, PerfCounter> schema = schema(counter("a.b", Type.GAUGE, 10, Map.of()));
        cluster.with("osd.0", schema, Map.of("a.b", value(1L))).with("osd.1", schema, Map.of("a.b", value(2L)));
        CounterMetrics metrics = new CounterMetrics(cluster, labels, PerfCounter.USEFUL);
        cluster.with("osd.0", schema(counter("a.b", Type.TIME_AVG, 10, Map.of())),
                Map.of("a.b", new Sample.Average(0, 1.5, 3L)));
        RecordingSink sink = new RecordingSink();
        metrics.write(new Families(sink, "reeve"));
        assertThat(sink.samples).containsExactly("ceph_a_b{ceph_daemon=\"osd.1\",instance=\"reeve\"} 2",
                "reeve_cluster_counters_left_out{instance=\"reeve\"} 0.0");
    }

    @Test
    void aScrapeSharesTheLabelsOfDaemonsWithTheOneBeforeAndThoseOfOthersAreForgotten() throws IOException {
        Map<String, PerfCounter> schema = schema(counter("a.b", Type.GAUGE, 10, Map.of()));
        cluster.with("osd.0", schema, Map.of("a.b", value(1L)));
        DaemonId gone = DaemonId.of("osd.7");
        MetricLabels before = labels.of(DaemonId.of("osd.0"));
        MetricLabels ofGone = labels.of(gone);
        assertThat(written().samples).contains("ceph_a_b{ceph_daemon=\"osd.0\",instance=\"reeve\"} 1");
        assertThat(labels.of(DaemonId.of("osd.0"))).isSameAs(before);
        assertThat(labels.of(gone)).isNotSameAs(ofGone).isEqualTo(ofGone);
    }

    @Test
    void aFamilyComesBeforeTheCounterThatIsCalledSoInOpenMetrics() throws IOException {
        cluster.with("osd.0", schema(counter("a.b_total", Type.COUNTER, 10, Map.of())),
                Map.of("a.b_total", value(1L)));
        cluster.with("osd.1", schema(counter("a.b", Type.GAUGE, 10, Map.of())), Map.of("a.b", value(2L)));
        assertThat(written().samples).containsExactly("ceph_a_b{ceph_daemon=\"osd.1\",instance=\"reeve\"} 2",
                "ceph_a_b_total{ceph_daemon=\"osd.0\",instance=\"reeve\"} 1",
                "reeve_cluster_counters_left_out{instance=\"reeve\"} 0.0");
    }

    @Test
    void countersOfAllDaemonsStandInOneFamilyWithCephsTypesAndLabels() throws IOException {
        Map<String, PerfCounter> osd = schema(counter("osd.op", Type.COUNTER, 10, Map.of()),
                counter("osd.lat", Type.TIME_AVG, 5, Map.of()), counter("osd.debug", Type.COUNTER, 4, Map.of()),
                counter("osd.numpg", Type.GAUGE, 8, Map.of()));
        Map<String, Sample> samples = Map.of("osd.op", value(7L), "osd.lat", new Sample.Average(0, 1.5, 3L),
                "osd.debug",
                value(1L), "osd.numpg", value(BigInteger.TWO.pow(63)));
        cluster.with("osd.0", osd, samples).with("osd.1", osd, samples);
        cluster.with("rgw.x", schema(counter("osd.op", Type.COUNTER, 5, Map.of())), Map.of("osd.op", value(9L)));
        RecordingSink sink = written();
        assertThat(sink.samples).containsExactly(
                "ceph_osd_lat_count{ceph_daemon=\"osd.0\",instance=\"reeve\"} 3",
                "ceph_osd_lat_count{ceph_daemon=\"osd.1\",instance=\"reeve\"} 3",
                "ceph_osd_lat_sum{ceph_daemon=\"osd.0\",instance=\"reeve\"} 1.5",
                "ceph_osd_lat_sum{ceph_daemon=\"osd.1\",instance=\"reeve\"} 1.5",
                "ceph_osd_numpg{ceph_daemon=\"osd.0\",instance=\"reeve\"} 9.223372036854776E18",
                "ceph_osd_numpg{ceph_daemon=\"osd.1\",instance=\"reeve\"} 9.223372036854776E18",
                "ceph_osd_op{ceph_daemon=\"osd.0\",instance=\"reeve\"} 7",
                "ceph_osd_op{ceph_daemon=\"osd.1\",instance=\"reeve\"} 7",
                "ceph_osd_op{instance_id=\"x\",instance=\"reeve\"} 9",
                "reeve_cluster_counters_left_out{instance=\"reeve\"} 0.0");
        assertThat(sink.families).containsEntry("ceph_osd_op", MetricType.COUNTER)
                .containsEntry("ceph_osd_lat_sum", MetricType.COUNTER)
                .containsEntry("ceph_osd_numpg", MetricType.GAUGE);
    }

    @Test
    void whatWouldBeTwoSeriesOfOneNameIsToldOnceAndCounted() throws IOException {
        cluster.with("a.1", schema(counter("x.y", Type.GAUGE, 5, Map.of()), counter("x_y", Type.GAUGE, 5, Map.of()),
                counter("l.l", Type.GAUGE, 5, Map.of("b-c", "1", "b.c", "2"))),
                Map.of("x.y", value(1L), "x_y", value(2L), "l.l{b-c=1, b.c=2}", value(3L), "l.l{b.c=2, b-c=1}",
                        value(3L)));
        cluster.with("b.1", schema(counter("x.y", Type.HISTOGRAM, 5, Map.of(), new Axis("a", 0, 1, 3, false))),
                Map.of());
        RecordingSink sink = written();
        assertThat(sink.samples).containsExactly(
                "ceph_l_l{ceph_daemon=\"a.1\",instance=\"reeve\",b_c=\"1\"} 3",
                "ceph_x_y{ceph_daemon=\"a.1\",instance=\"reeve\"} 1",
                "reeve_cluster_counters_left_out{instance=\"reeve\"} 2.0");
    }

    @Test
    void labelsOfDaemonsDoNotReplaceOurs() {
        assertThat(CounterNames
                .labels(Map.of("instance", "a", "job", "b", "le", "c", "ceph_daemon", "d", "__x", "e", "1", "f",
                        "ok", "g")))
                .containsExactly("exported_1", "f", "exported___x", "e", "exported_ceph_daemon", "d",
                        "exported_instance", "a", "exported_job", "b", "exported_le", "c", "ok", "g");
    }

    @Test
    void ofTwoAxesOfAHistogramTheFirstIsTold() throws IOException {
        PerfCounter counter = counter("osd.lat_hist", Type.HISTOGRAM, 5, Map.of(), new Axis("usec", 0, 100, 4, true),
                new Axis("bytes", 0, 1, 3, false));
        List<Number> buckets = Stream.of(1, 0, 0, 0, 2, 0, 0, 0, 3, 4, 0, 0).map(n -> (Number) n.longValue()).toList();
        cluster.with("osd.0", schema(counter), Map.of("osd.lat_hist", new Sample.Histogram(0, 10, buckets)));
        assertThat(written().samples).contains("ceph_osd_lat_hist{ceph_daemon=\"osd.0\",instance=\"reeve\"}"
                + " [-1.0, 99.0, 299.0, Infinity] [1.0, 3.0, 6.0, 10.0]");
    }

    @ParameterizedTest
    @CsvSource({"0,1,3,false,'[-1.0, 0.0, Infinity]'", "10,5,4,false,'[9.0, 14.0, 19.0, Infinity]'",
            "10,5,5,true,'[9.0, 14.0, 24.0, 44.0, Infinity]'",
            "4611686018427387904,1,5,false,'[4.611686018427388E18, Infinity]'"})
    void boundsAscendWhateverTheAxisIs(long min, long quant, int buckets, boolean log2, String bounds) {
        PerfCounter counter = counter("a.b", Type.HISTOGRAM, 5, Map.of(), new Axis("x", min, quant, buckets, log2));
        HistogramBounds made = HistogramBounds.of(counter,
                Stream.generate(() -> (Number) 1L).limit(buckets).toList());
        assertThat(Arrays.toString(made.bounds())).isEqualTo(bounds);
        assertThat(made.counts()).hasSize(made.bounds().length).endsWith((double) buckets);
    }
}
