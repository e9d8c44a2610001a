package io.reeve.http.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricType;
import io.reeve.http.endpoint.MetricsWriter.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsWriterTest {
    private static final String ALPHABET = "ab\\\"\n\r\t{}=,# \u0000\u2028é\ud83d\ude00\ud800";

    private interface Writing {
        void to(MetricsWriter writer) throws IOException;
    }

    private static String written(Format format, Writing what) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MetricsWriter writer = new MetricsWriter(out, format);
        what.to(writer);
        writer.end();
        return out.toString(UTF_8);
    }

    private static void oneOfEach(MetricsWriter to) throws IOException {
        to.family("ceph_osd_op", "Client \"operations\"\\", MetricType.COUNTER, "");
        to.sample(MetricLabels.of("ceph_daemon", "osd.0"), 9_007_199_254_740_993L);
        to.family("reeve_seconds_total", "Time", MetricType.COUNTER, "seconds");
        to.sample(MetricLabels.NONE, 0.1);
        to.family("ceph_health_status", "", MetricType.UNTYPED, "");
        to.sample(MetricLabels.NONE, 1);
        to.family("ceph_sizes", "Sizes", MetricType.HISTOGRAM, "");
        to.histogram(MetricLabels.of("a", "b"), new double[]{1023, Double.POSITIVE_INFINITY}, new double[]{2, 3}, 5e20);
    }

    @Test
    void textHasTheNamesAndTypesThatWereGiven() throws IOException {
        assertThat(written(Format.TEXT, MetricsWriterTest::oneOfEach)).isEqualTo("""
                # HELP ceph_osd_op Client "operations"\\\\
                # TYPE ceph_osd_op counter
                ceph_osd_op{ceph_daemon="osd.0"} 9007199254740993
                # HELP reeve_seconds_total Time
                # TYPE reeve_seconds_total counter
                reeve_seconds_total 0.1
                # TYPE ceph_health_status untyped
                ceph_health_status 1
                # HELP ceph_sizes Sizes
                # TYPE ceph_sizes histogram
                ceph_sizes_bucket{a="b",le="1023.0"} 2
                ceph_sizes_bucket{a="b",le="+Inf"} 3
                ceph_sizes_sum{a="b"} 5.0E20
                ceph_sizes_count{a="b"} 3
                """);
    }

    @Test
    void openMetricsHasTheSameSamplesAndACounterWithoutTotalIsUnknownThere() throws IOException {
        String open = written(Format.OPENMETRICS, MetricsWriterTest::oneOfEach);
        assertThat(open).endsWith("# EOF\n")
                .contains("# HELP ceph_osd_op Client \\\"operations\\\"\\\\\n# TYPE ceph_osd_op unknown\n",
                        "# TYPE reeve_seconds counter\n# UNIT reeve_seconds seconds\nreeve_seconds_total 0.1\n",
                        "# TYPE ceph_health_status unknown\n");
        assertThat(MetricsText.read(open).samples)
                .isEqualTo(MetricsText.read(written(Format.TEXT, MetricsWriterTest::oneOfEach)).samples);
    }

    @Test
    void aCounterWhoseNameWithoutTotalIsThatOfAnotherFamilyIsUnknownInOpenMetrics() throws IOException {
        Writing clash = to -> {
            to.family("x_seconds", "", MetricType.GAUGE, "seconds");
            to.sample(MetricLabels.NONE, 1);
            to.family("x_seconds_total", "", MetricType.COUNTER, "seconds");
            to.sample(MetricLabels.NONE, 2);
        };
        assertThat(written(Format.OPENMETRICS, clash)).isEqualTo("""
                # TYPE x_seconds gauge
                # UNIT x_seconds seconds
                x_seconds 1
                # TYPE x_seconds_total unknown
                x_seconds_total 2
                # EOF
                """);
        assertThat(written(Format.TEXT, clash)).isEqualTo("""
                # TYPE x_seconds gauge
                x_seconds 1
                # TYPE x_seconds_total counter
                x_seconds_total 2
                """);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aFamilyWithAnotherNameOfACounterComesBeforeItOrNotAtAll(Format format) throws IOException {
        String text = written(format, to -> {
            to.family("x_total", "", MetricType.COUNTER, "");
            for (String name : List.of("x", "x_created")) {
                assertThat(to.has(name)).isTrue();
                assertThatThrownBy(() -> to.family(name, "", MetricType.GAUGE, "")).hasMessage("metric '" + name
                        + "' comes twice: '" + name
                        + "' is of family 'x_total' too; call one of them otherwise, or write '"
                        + name + "' before it");
            }
        });
        assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(1);
    }

    @Test
    void theProcessTakesTheSameNamesInBothFormats() throws IOException {
        Map<Format, String> process = Map.of(Format.TEXT,
                "# TYPE reeve_x_total counter\n# TYPE jvm_info gauge\n# TYPE h histogram\n", Format.OPENMETRICS,
                "# TYPE reeve_x counter\n# TYPE jvm info\n# TYPE h histogram\n");
        for (Format format : Format.values()) {
            byte[] text = process.getOrDefault(format, "").getBytes(UTF_8);
            String _ = written(format, to -> {
                to.whole(text, text.length);
                assertThat(List.of("reeve_x", "reeve_x_total", "reeve_x_created", "jvm", "jvm_info", "h_bucket",
                        "h_created")).as(format.name()).allMatch(to::has);
                assertThat(to.has("reeve_x_total_total")).as(format.name()).isFalse();
            });
        }
    }

    @Test
    void aUnitWithWhichTheNameOfTheFamilyDoesNotEndIsLeftOut() throws IOException {
        assertThat(written(Format.OPENMETRICS, to -> to.family("x_seconds_total", "", MetricType.GAUGE, "seconds")))
                .isEqualTo("# TYPE x_seconds_total gauge\n# EOF\n");
    }

    /** What OpenMetrics calls a clash: a name of a family that another could have for a sample, whether it has it or not. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_128, 42})
    void noTwoFamiliesInOpenMetricsShareANameAndBothFormatsHaveTheSameSamples(long seed) throws IOException {
        List<List<MetricsText.Sample>> samples = new ArrayList<>();
        for (Format format : Format.values()) {
            Random random = new Random(seed);
            for (int round = 0; round < 200; round++) {
                String text = written(format, to -> someOfClashingNames(to, random));
                MetricsText read = MetricsText.read(text);
                samples.add(read.samples);
                if (format == Format.OPENMETRICS) {
                    assertThat(read.comments.stream()
                            .filter(line -> line.startsWith("# TYPE "))
                            .flatMap(line -> possibleNames(line.split(" ")[2], line.split(" ")[3]))).as(text)
                            .doesNotHaveDuplicates();
                }
            }
        }
        assertThat(samples.subList(0, 200)).isEqualTo(samples.subList(200, 400));
    }

    private static void someOfClashingNames(MetricsWriter to, Random random) throws IOException {
        List<String> suffixes = List.of("", "_total", "_created", "_sum", "_count", "_bucket");
        List<MetricType> types = List.of(MetricType.values());
        for (int i = 0; i < 6; i++) {
            String name = "x" + suffixes.get(random.nextInt(suffixes.size()));
            MetricType type = types.get(random.nextInt(types.size()));
            try {
                to.family(name, "", type, "");
            } catch (IllegalArgumentException refused) {
                continue;
            }
            if (type == MetricType.HISTOGRAM) {
                to.histogram(MetricLabels.NONE, new double[]{Double.POSITIVE_INFINITY}, new double[]{i}, 1.0);
            } else {
                to.sample(MetricLabels.NONE, i);
            }
        }
    }

    private static Stream<String> possibleNames(String family, String type) {
        return switch (type) {
            case "counter" -> Stream.of("", "_total", "_created").map(family::concat);
            case "histogram" -> Stream.of("", "_bucket", "_sum", "_count", "_created").map(family::concat);
            default -> Stream.of(family);
        };
    }

    @Test
    void theSamplesOfTheProcessDoNotComeTwice() {
        for (String type : List.of("histogram", "summary")) {
            byte[] process = ("# TYPE jvm_gc_seconds " + type + "\njvm_gc_seconds_sum 1\n").getBytes(UTF_8);
            assertThatThrownBy(() -> written(Format.TEXT, to -> {
                to.whole(process, process.length);
                to.family("jvm_gc_seconds_sum", "", MetricType.GAUGE, "");
            })).hasMessageContaining("metric 'jvm_gc_seconds_sum' comes twice");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_128, 42})
    void whateverIsWrittenIsReadAgain(long seed) throws IOException {
        for (Format format : Format.values()) {
            Random random = new Random(seed);
            List<MetricsText.Sample> expected = new ArrayList<>();
            String text = written(format, to -> {
                for (int f = 0; f < 300; f++) {
                    to.family("m" + f, hostile(random), random.nextBoolean() ? MetricType.GAUGE : MetricType.COUNTER,
                            "");
                    for (int s = 0; s < random.nextInt(20); s++) {
                        String value = hostile(random);
                        double number = number(random);
                        to.sample(MetricLabels.of("n", Integer.toString(s), "v", value), number);
                        expected.add(new MetricsText.Sample("m" + f, Map.of("n", Integer.toString(s), "v",
                                value.replaceAll("[\u0000\r\ud800]", "\ufffd")), number));
                    }
                }
            });
            assertThat(MetricsText.read(text).samples).as("seed %d, %s", seed, format).isEqualTo(expected);
            assertThat(MetricsText.read(text).comments).hasSizeBetween(300, 601)
                    .allMatch(line -> line.matches("(?s)# (HELP|TYPE) m\\d+ .+|# EOF"));
        }
    }

    private static double number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt();
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 3 -> random.nextLong();
            default -> random.nextDouble();
        };
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            int c = ALPHABET.codePointAt(random.nextInt(ALPHABET.length()));
            text.appendCodePoint(c == 0xDE00 ? 'x' : c);
            if (c == 0xD800) {
                text.append('|'); // so that nothing makes a pair of it
            }
        }
        return text.toString();
    }

    @Test
    void integersHaveAllTheirDigits() throws IOException {
        assertThat(written(Format.TEXT, to -> {
            to.family("a", "", MetricType.GAUGE, "");
            to.sample(MetricLabels.NONE, Long.MIN_VALUE);
            to.sample(MetricLabels.NONE, Long.MAX_VALUE);
            to.sample(MetricLabels.NONE, 0);
            to.sample(MetricLabels.NONE, -17.0);
            to.sample(MetricLabels.NONE, Double.NaN);
        })).endsWith("a -9223372036854775808\na 9223372036854775807\na 0\na -17\na NaN\n");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aRefusedFamilyOrSampleLeavesNoTrace(Format format) throws IOException {
        String text = written(format, to -> {
            assertThatThrownBy(() -> to.sample(MetricLabels.NONE, 1)).hasMessageContaining("call family() first");
            to.whole("# TYPE reeve_x counter\nreeve_x_total 1\n".getBytes(UTF_8), 39);
            for (String bad : List.of("", "1a", "a-b", "ä")) {
                assertThatThrownBy(() -> to.family(bad, "", MetricType.GAUGE, "")).isInstanceOf(
                        IllegalArgumentException.class).hasMessageContaining("'" + bad + "'");
            }
            assertThatThrownBy(() -> to.family("reeve_x_total", "", MetricType.COUNTER, ""))
                    .hasMessageContaining("twice");
            assertThatThrownBy(() -> to.family("a", "", MetricType.GAUGE, "bytes"))
                    .hasMessageContaining("unit 'bytes'");
            to.family("h", "", MetricType.HISTOGRAM, "");
            assertThatThrownBy(() -> to.family("h_count", "", MetricType.COUNTER, "")).hasMessageContaining("twice");
            assertThatThrownBy(() -> to.sample(MetricLabels.NONE, 1)).isInstanceOf(IllegalStateException.class);
            for (double[] bounds : List.of(new double[]{1}, new double[]{2, 1, Double.POSITIVE_INFINITY},
                    new double[]{})) {
                assertThatThrownBy(() -> to.histogram(MetricLabels.NONE, bounds, new double[bounds.length], null))
                        .hasMessageContaining("histogram 'h'");
            }
            assertThat(to.has("h_bucket")).isTrue();
            assertThat(to.has("a")).isFalse();
        });
        assertThat(text).isEqualTo("# TYPE reeve_x counter\nreeve_x_total 1\n# TYPE h histogram\n"
                + (format == Format.TEXT ? "" : "# EOF\n"));
    }

    @Test
    void whereTheClientIsGoneEveryFurtherWriteSaysSo() throws IOException {
        MetricsWriter writer = new MetricsWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        }, Format.TEXT);
        writer.family("a", "", MetricType.GAUGE, "");
        assertThatThrownBy(() -> {
            for (int i = 0; i < 10_000; i++) {
                writer.sample(MetricLabels.NONE, i);
            }
        }).hasMessage("gone");
        assertThat(writer.isBroken()).isTrue();
        assertThatThrownBy(writer::end).isInstanceOf(IOException.class);
    }
}
