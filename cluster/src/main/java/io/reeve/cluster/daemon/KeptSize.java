package io.reeve.cluster.daemon;

import io.reeve.api.cluster.PerfCounter;
import java.util.Map;

/** Estimates of the heap that parts of a daemon's state take. */
final class KeptSize {
    /** An object with two references, and a string without its characters. */
    private static final int ENTRY = 48;
    private static final int TEXT = 56;
    private static final int PGID = 32;

    private KeptSize() {}

    static long texts(Map<String, String> texts) {
        long sum = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            sum += ENTRY + text(text.getKey()) + text(text.getValue());
        }
        return sum;
    }

    private static long text(String text) {
        return TEXT + 2L * text.length(); // as if none were Latin
    }

    static long facts(DaemonFacts facts) {
        long sum = texts(facts.status()) + texts(facts.taskStatus());
        for (DaemonReport.HealthMetric metric : facts.health()) {
            sum += ENTRY + text(metric.type());
        }
        for (DaemonReport.PlacementGroup group : facts.groups()) {
            sum += ENTRY + PGID + text(group.state());
        }
        return sum;
    }

    /** The schema of these counters, with its indexes. */
    static long schema(Iterable<PerfCounter> counters) {
        long sum = 0;
        for (PerfCounter counter : counters) {
            sum += 6 * ENTRY + 3 * text(counter.path()) + text(counter.description()) + text(counter.nick())
                    + texts(counter.labels());
        }
        return sum;
    }
}
