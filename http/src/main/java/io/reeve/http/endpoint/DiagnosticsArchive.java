package io.reeve.http.endpoint;

import io.reeve.api.MgrException;
import io.reeve.api.command.Data;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.command.output.AnswerTooLargeException;
import io.reeve.command.output.ResultFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of one node's diagnostics as a zip file: a file for each section, and at the end {@link #INDEX}, which says what
 * became of each. A section that fails, takes too long or is too large takes nothing else with it. For one use.
 */
final class DiagnosticsArchive {
    /** The name of the last file. */
    static final String INDEX = "sections.json";
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosticsArchive.class);

    private final DiagnosticsLimits limits;
    private final ConcurrentMap<String, Long> reading;
    private final long start = System.nanoTime();
    private final List<Map<String, Object>> index = new ArrayList<>();
    private long left;

    /** @param reading the files of which a reading has not ended, whoever began it, with the time when it began */
    DiagnosticsArchive(DiagnosticsLimits limits, ConcurrentMap<String, Long> reading) {
        this.limits = limits;
        this.reading = reading;
        this.left = limits.bytes();
    }

    /** The content of a section, or the reason why there is none. */
    private sealed interface Content {
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Bytes(byte[] bytes) implements Content {}

        record Missing(String why) implements Content {}
    }

    /** Writes all sections, in their order. Blocks. */
    void write(List<DiagnosticSection> sections, OutputStream to) throws IOException, InterruptedException {
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            for (DiagnosticSection section : sections) {
                switch (read(section)) {
                    case Content.Bytes(byte[] bytes) -> file(zip, section.file(), bytes);
                    case Content.Missing(String why) ->
                        index.add(Data.map("file", section.file(), "state", "missing", "bytes", 0, "why", why));
                }
            }
            entry(zip, INDEX, json(Data.map("most_bytes", limits.bytes(), "most_ms", limits.gather().toMillis(),
                    "took_ms", elapsed().toMillis(), "sections", index)), Integer.MAX_VALUE);
        }
    }

    private void file(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        int most = (int) Math.min(bytes.length, left);
        left -= most;
        entry(zip, name, bytes, most);
        index.add(most == bytes.length
                ? Data.map("file", name, "state", "whole", "bytes", most)
                : Data.map("file", name, "state", "cut", "bytes", most, "why", "the first " + most + " of "
                        + bytes.length + " bytes: all files of a node may have " + limits.bytes()));
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes, int most) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes, 0, Math.min(bytes.length, most));
        zip.closeEntry();
        zip.flush();
    }

    private Content read(DiagnosticSection section) throws InterruptedException {
        Duration time = limits.gather().minus(elapsed());
        if (!time.isPositive() || left == 0) {
            return new Content.Missing(left == 0
                    ? "the files before it have all of the " + limits.bytes() + " bytes"
                    : "the files before it took all of the " + limits.gather().toMillis() + " ms");
        }
        Long now = System.nanoTime();
        Long earlier = reading.putIfAbsent(section.file(), now);
        if (earlier != null) {
            return new Content.Missing("an earlier request has begun to read it "
                    + Duration.ofNanos(System.nanoTime() - earlier).toSeconds()
                    + " s ago, and that has not ended: it is not begun again");
        }
        return read(section, time.compareTo(limits.section()) < 0 ? time : limits.section(),
                () -> reading.remove(section.file(), now));
    }

    private static Content read(DiagnosticSection section, Duration most, Runnable ended) throws InterruptedException {
        FutureTask<byte[]> task = new FutureTask<>(() -> {
            try {
                return rendered(section.source().read());
            } finally {
                ended.run();
            }
        });
        Thread _ = Thread.ofVirtual().name("diagnostics-" + section.file()).start(() -> {
            task.run();
            ended.run(); // if it was cancelled before it began
        });
        try {
            return new Content.Bytes(task.get(most.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return new Content.Missing("it was not there within " + most.toMillis() + " ms");
        } catch (ExecutionException failed) {
            return new Content.Missing(why(section.file(), Objects.requireNonNullElse(failed.getCause(), failed)));
        } finally {
            task.cancel(true);
        }
    }

    private static String why(String file, Throwable failure) {
        return switch (failure) {
            case AnswerTooLargeException tooLarge -> String.valueOf(tooLarge.getMessage());
            case MgrException notNow -> String.valueOf(notNow.getMessage());
            default -> {
                LOG.warn("diagnostics have no {}", file, failure);
                yield "it cannot be read: see the log of this manager";
            }
        };
    }

    private static byte[] rendered(Object content) {
        return content instanceof Text text
                ? ResultFormat.PLAIN.render(new HandleCommandResult(0, new byte[0], "", null, text)).stdout()
                : json(content);
    }

    private static byte[] json(Object data) {
        return ResultFormat.JSON_PRETTY.render(HandleCommandResult.data(data)).stdout();
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
