package io.reeve.reportport.daemon;

import io.netty.buffer.ByteBufUtil;
import io.reeve.report.protocol.DaemonFrame.Report;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The size of what one daemon has told of itself in texts: metadata, status and tasks. Confined to its event loop. */
final class FactsSize {
    private final int most;
    private long metadata;
    private long status;
    private long tasks;

    /** @param most the bytes, as UTF-8, that the three may have together */
    FactsSize(int most) {
        this.most = most;
    }

    /** Takes new metadata. @return why they are refused; null if they are not */
    @Nullable
    String metadata(Map<String, String> now) {
        metadata = bytes(now);
        return refusal();
    }

    /** Takes the status and tasks of a report. @return why they are refused; null if they are not */
    @Nullable
    String reported(Report report) {
        status = report.status() == null ? status : bytes(report.status());
        tasks = report.tasks() == null ? tasks : bytes(report.tasks());
        return refusal();
    }

    private @Nullable String refusal() {
        return metadata + status + tasks <= most
                ? null
                : "its metadata, status and tasks have " + metadata + ", " + status + " and " + tasks
                        + " bytes; together they may have " + most
                        + " (setting report-facts): report less, or raise it on the managers";
    }

    private static long bytes(Map<String, String> texts) {
        long sum = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            sum += ByteBufUtil.utf8Bytes(text.getKey()) + ByteBufUtil.utf8Bytes(text.getValue());
        }
        return sum;
    }
}
