package io.reeve.http.endpoint;

import io.reeve.api.metrics.MetricLabels;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The writer of metrics in one of Prometheus' text formats. A sample has its name as it was given in both: OpenMetrics wants
 * counters to end in {@code _total}, so there a counter that does not is of unknown type, and so is one whose name without
 * {@code _total} is that of another family. One thread.
 */
final class MetricsWriter implements MetricSink {
    /** The text formats. */
    enum Format {
        TEXT(""), OPENMETRICS("# EOF\n");

        private final String end;

        Format(String end) {
            this.end = end;
        }

        /** The text format with that content type. */
        static Format of(String contentType) {
            return contentType.startsWith("application/openmetrics-text") ? OPENMETRICS : TEXT;
        }

        /** The last line of a text; empty if there is none. */
        String end() {
            return end;
        }
    }

    private static final String TOTAL = "_total";

    private final LineBuffer out;
    private final Format format;
    private final FamilyNames names = new FamilyNames();
    private @Nullable Family family;
    /** The name of the present family, as it is written before each sample. */
    private byte[] encoded = {};

    private record Family(String name, MetricType type) {}

    MetricsWriter(OutputStream out, Format format) {
        this.out = new LineBuffer(out);
        this.format = format;
    }

    /** Whether the client did not take something. */
    boolean isBroken() {
        return out.isBroken();
    }

    /** Writes families that are text already, without their end. */
    void whole(byte[] text, int length) throws IOException {
        names.takeAll(new String(text, 0, length, StandardCharsets.UTF_8));
        out.write(text, 0, length);
    }

    @Override
    public void family(String name, String help, MetricType type, String unit) throws IOException {
        check(name, unit);
        String open = names.take(name, type);
        family = new Family(name, type);
        encoded = name.getBytes(StandardCharsets.UTF_8);
        String shown = format == Format.OPENMETRICS ? open : name;
        if (!help.isEmpty()) {
            line("HELP", shown, escaped(help));
        }
        line("TYPE", shown, typeOf(type, !open.equals(name)));
        if (format == Format.OPENMETRICS && !unit.isEmpty() && shown.endsWith("_" + unit)) {
            line("UNIT", shown, unit);
        }
    }

    private static void check(String name, String unit) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not the name of a metric: it has letters, digits, underscores"
                            + " and colons, and begins with no digit");
        }
        if (!unit.isEmpty() && !withoutTotal(name).endsWith("_" + unit)) {
            throw new IllegalArgumentException("metric '" + name + "' does not end with its unit '" + unit + "'");
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && !(name.charAt(0) >= '0' && name.charAt(0) <= '9')
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                || c == '_' || c == ':');
    }

    private static String withoutTotal(String name) {
        return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    }

    /** @param counted whether the family is one of OpenMetrics' counters */
    private String typeOf(MetricType type, boolean counted) {
        return switch (type) {
            case GAUGE, HISTOGRAM -> type.name().toLowerCase(Locale.ROOT);
            case COUNTER -> format == Format.TEXT || counted ? "counter" : "unknown";
            case UNTYPED -> format == Format.TEXT ? "untyped" : "unknown";
        };
    }

    private void line(String word, String name, String rest) throws IOException {
        out.text("# " + word + " " + name + " " + rest + "\n");
    }

    private String escaped(String help) {
        String text = help.replace("\\", "\\\\").replace("\n", "\\n").replaceAll("\\p{Cntrl}", " ");
        return format == Format.OPENMETRICS ? text.replace("\"", "\\\"") : text;
    }

    @Override
    public boolean has(String name) {
        return names.has(name);
    }

    @Override
    public void sample(MetricLabels labels, double value) throws IOException {
        plain();
        begin("", labels);
        out.number(value);
        out.write('\n');
    }

    @Override
    public void sample(MetricLabels labels, long value) throws IOException {
        plain();
        begin("", labels);
        out.number(value);
        out.write('\n');
    }

    private void begin(String suffix, MetricLabels labels) throws IOException {
        Objects.requireNonNull(labels, "labels: give MetricLabels.NONE for none"); // before half a line is written
        out.write(encoded);
        if (!suffix.isEmpty()) {
            out.text(suffix);
        }
        labels.writeTo(out);
        out.write(' ');
    }

    private void plain() {
        Family _ = present(type -> type != MetricType.HISTOGRAM, "takes a histogram and no plain sample");
    }

    private Family present(Predicate<MetricType> fits, String otherwise) {
        Family now = family;
        if (now == null) {
            throw new IllegalStateException("a sample without a family: call family() first");
        }
        if (!fits.test(now.type())) {
            throw new IllegalStateException("metric '" + now.name() + "' is a " + now.type() + ": it " + otherwise);
        }
        return now;
    }

    @Override
    public void histogram(MetricLabels labels, double[] bounds, double[] counts, @Nullable Double sum)
            throws IOException {
        Family now = present(type -> type == MetricType.HISTOGRAM, "takes plain samples and no histogram");
        check(now, bounds, counts);
        for (int i = 0; i < bounds.length; i++) {
            begin("_bucket", labels.with("le", LineBuffer.fraction(bounds[i])));
            out.number(counts[i]);
            out.write('\n');
        }
        if (sum != null) {
            begin("_sum", labels);
            out.number(sum);
            out.write('\n');
            begin("_count", labels);
            out.number(counts[counts.length - 1]);
            out.write('\n');
        }
    }

    private static void check(Family now, double[] bounds, double[] counts) {
        boolean ascending = bounds.length == counts.length && bounds.length > 0
                && bounds[bounds.length - 1] == Double.POSITIVE_INFINITY;
        for (int i = 1; i < bounds.length; i++) {
            ascending &= bounds[i - 1] < bounds[i];
        }
        if (!ascending) {
            throw new IllegalArgumentException(
                    "histogram '" + now.name() + "': bounds " + Arrays.toString(bounds) + " with "
                            + counts.length + " counts; bounds ascend to infinity, with a count for each");
        }
    }

    /** Ends the text and hands the rest of it to the client. */
    void end() throws IOException {
        out.text(format.end());
        out.flush();
    }
}
