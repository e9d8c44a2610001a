package io.reeve.reportport.daemon;

import io.reeve.api.cluster.PerfCounter;
import io.reeve.report.protocol.CounterSpec;
import io.reeve.report.protocol.DaemonFrame.Report;
import io.reeve.report.protocol.Limits;
import io.reeve.report.protocol.NotOursException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The counters that one session has declared. Confined to its event loop. */
final class DeclaredCounters {
    private record Name(String path, Map<String, String> labels) {}

    private final UnaryOperator<List<PerfCounter>> shared;
    /** The numbers by which the daemon refers to its counters, ascending; one for each counter of the schema. */
    private int[] numbers = {};
    private List<PerfCounter> schema = List.of();
    private int width;
    private int next;

    /**
     * @param shared maps a list of counters to the equal list that all daemons share
     */
    DeclaredCounters(UnaryOperator<List<PerfCounter>> shared) {
        this.shared = shared;
    }

    /**
     * Applies the declarations of a report, and checks that its values fit them.
     *
     * @return the counters that the report declares
     * @throws NotOursException if the report is wrong, with what is wrong
     */
    List<PerfCounter> apply(Report report) throws NotOursException {
        List<PerfCounter> fresh = List.of();
        if (!report.undeclare().isEmpty() || !report.declare().isEmpty()) {
            undeclare(report.undeclare());
            fresh = report.declare().stream().map(DeclaredCounters::counter).toList();
            declare(fresh);
        }
        if (report.values().length != width) {
            throw new NotOursException("a report with " + report.values().length + " numbers where its "
                    + schema.size() + " declared counters have " + width);
        }
        return fresh;
    }

    private void undeclare(List<Integer> gone) throws NotOursException {
        Set<Integer> left = new HashSet<>();
        for (int number : numbers) {
            left.add(number);
        }
        for (Integer number : gone) {
            if (!left.remove(number)) {
                throw new NotOursException("a report that undeclares counter number " + number
                        + ", which is not declared");
            }
        }
        List<PerfCounter> stay = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            if (left.contains(numbers[i])) {
                stay.add(schema.get(i));
            }
        }
        numbers = Arrays.stream(numbers).filter(left::contains).toArray();
        schema = stay;
    }

    private void declare(List<PerfCounter> fresh) throws NotOursException {
        List<PerfCounter> all = new ArrayList<>(schema);
        all.addAll(fresh);
        width = all.stream().mapToInt(PerfCounter::width).sum();
        if (all.size() > Limits.MOST_COUNTERS || width > Limits.MOST_NUMBERS) {
            throw new NotOursException("too many counters: " + all.size() + " with " + width
                    + " numbers; a daemon declares at most " + Limits.MOST_COUNTERS + " with "
                    + Limits.MOST_NUMBERS);
        }
        Set<Name> seen = new HashSet<>();
        long texts = 0;
        for (PerfCounter counter : all) {
            texts += length(counter);
            if (texts > Limits.DECLARATIONS) {
                throw new NotOursException("counters whose declarations have more than " + Limits.DECLARATIONS
                        + " characters together; shorten their descriptions and labels");
            }
            if (!seen.add(new Name(counter.path(), counter.labels()))) {
                throw new NotOursException("a report that declares counter '" + counter.path() + "' "
                        + counter.labels() + " twice");
            }
        }
        int before = numbers.length;
        numbers = Arrays.copyOf(numbers, all.size());
        for (int i = before; i < numbers.length; i++) {
            numbers[i] = next++;
        }
        schema = shared.apply(List.copyOf(all));
    }

    private static long length(PerfCounter counter) {
        long length = (long) counter.path().length() + counter.nick().length() + counter.description().length();
        for (Map.Entry<String, String> label : counter.labels().entrySet()) {
            length += label.getKey().length() + label.getValue().length();
        }
        return length;
    }

    private static PerfCounter counter(CounterSpec spec) {
        return new PerfCounter(spec.path(), PerfCounter.Type.valueOf(spec.type().name()), spec.nick(),
                spec.description(), spec.priority(), PerfCounter.Unit.valueOf(spec.unit().name()), spec.labels(),
                spec.axes()
                        .stream()
                        .map(a -> new PerfCounter.Axis(a.name(), a.min(), a.quant(), a.buckets(), a.log2()))
                        .toList());
    }

    /** The declared counters; the same list object until they change. */
    List<PerfCounter> schema() {
        return schema;
    }
}
