package io.reeve.cluster.data;

import io.reeve.api.cluster.Sample;
import io.reeve.api.command.Data;
import io.reeve.cluster.daemon.DaemonState;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The write latency of a storage daemon: the average of counter {@value #COUNTER} between its last two reports. */
public final class WriteLatency {
    private static final String COUNTER = "osd.op_w_latency";

    private WriteLatency() {}

    /** The latency in nanoseconds; zero if nothing was written; empty without two reports of the counter. */
    public static OptionalLong nanos(DaemonState daemon) {
        List<Sample> samples = daemon.samples().of(COUNTER);
        if (samples.size() < 2 || !(samples.getLast() instanceof Sample.Average now)
                || !(samples.get(samples.size() - 2) instanceof Sample.Average before)) {
            return OptionalLong.empty();
        }
        double count = now.count().doubleValue() - before.count().doubleValue();
        double seconds = now.value().doubleValue() - before.value().doubleValue();
        return OptionalLong.of(count <= 0 || seconds <= 0 ? 0 : Math.round(seconds / count * 1e9));
    }

    /** The latency with the keys and whole numbers of Ceph's {@code perf_stat}; commit and apply latency are the same here. */
    public static Map<String, Object> perfStat(long nanos) {
        long millis = Math.round(nanos / 1e6);
        return Data.map("commit_latency_ms", millis, "apply_latency_ms", millis, "commit_latency_ns", nanos,
                "apply_latency_ns", nanos);
    }
}
