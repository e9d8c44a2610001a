package io.reeve.cluster.data;

import io.reeve.api.command.Data;
import io.reeve.api.cluster.Sample;
import io.reeve.cluster.daemon.DaemonState;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How long a storage daemon's writes take, by its counter {@value #COUNTER}: the average between its last two reports. */
public final class WriteLatency {
    private static final String COUNTER = "osd.op_w_latency";

    private WriteLatency() {}

    /** In nanoseconds; zero if nothing was written. Empty for who does not report it, or has reported once only. */
    public static OptionalLong nanos(DaemonState daemon) {
        List<Sample> samples = daemon.samples().of(COUNTER);
        if (samples.size() < 2 || !(samples.getLast() instanceof Sample.Average now)
                || !(samples.get(samples.size() - 2) instanceof Sample.Average before)) {
            return OptionalLong.empty();
        }
        long count = now.count() - before.count();
        double seconds = now.value().doubleValue() - before.value().doubleValue();
        return OptionalLong.of(count <= 0 || seconds <= 0 ? 0 : Math.round(seconds / count * 1e9));
    }

    /** With the keys of Ceph's {@code perf_stat}; who reports one latency has no other for what is applied. */
    public static Map<String, Object> perfStat(long nanos) {
        return Data.map("commit_latency_ms", nanos / 1e6, "apply_latency_ms", nanos / 1e6, "commit_latency_ns", nanos, "apply_latency_ns", nanos);
    }
}
