package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The command {@code reeve diagnostics}: asks each manager that can be reached for its diagnostics, one after the other, and
 * puts them into one archive, with a manifest of who answered. A node that says when to ask again is asked once more. It needs
 * no active. For one use and one thread.
 */
final class Diagnostics implements AutoCloseable {
    private static final Duration NODE = Duration.ofSeconds(30);
    /** The wait for a connection and for the first answer: a manager that is slow is the one to look at. */
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final String MANIFEST = "manifest.json";
    private static final String PATH = "api/diagnostics";
    private static final int CONNECTION_REFUSED = 111;
    private static final int UNAVAILABLE = 503;

    private final Http http;
    private final PrintStream err;
    private final Duration limit;
    private final List<Map<String, Object>> manifest = new ArrayList<>();
    private final Set<String> folders = new HashSet<>();
    private final ScheduledExecutorService deadlines = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reeve-deadline").factory());
    private int answered;

    Diagnostics(PrintStream err) {
        this(err, NODE);
    }

    /** @param limit the time that each node has */
    Diagnostics(PrintStream err, Duration limit) {
        this.http = new Http(SILENCE);
        this.err = err;
        this.limit = limit;
    }

    /**
     * Gathers, and keeps the archive if at least one node answered.
     *
     * @param named whether the user named the managers
     * @return the exit code
     * @throws IOException if the archive cannot be written
     */
    int run(ManagerUrls managers, boolean named, ArchiveFile archive)
            throws IOException, CliException, InterruptedException {
        err.println("diagnostics: looking for managers at " + managers);
        List<KnownNode> nodes = new NodeSearch(http, managers, named).find();
        ZipOutputStream zip = new ZipOutputStream(archive.bytes());
        try {
            for (KnownNode node : nodes) {
                gather(node, zip);
            }
        } catch (UncheckedIOException unwritten) {
            throw unwritten.getCause();
        }
        if (answered == 0) {
            err.println("Error ECONNREFUSED: no manager answers; start one, or name the nodes with --mgr or REEVE_MGR");
            return CONNECTION_REFUSED;
        }
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(Json.write(manifest()));
        zip.closeEntry();
        zip.finish();
        archive.keep();
        err.println("diagnostics: " + answered + " of " + nodes.size() + " managers answered");
        return 0;
    }

    private Map<String, Object> manifest() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("made", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("made_by", "reeve "
                + Optional.ofNullable(Diagnostics.class.getPackage().getImplementationVersion()).orElse("development"));
        all.put("most_bytes_per_node", NodeArchive.MOST);
        all.put("most_ms_per_node", limit.toMillis());
        all.put("nodes", manifest);
        return all;
    }

    private void gather(KnownNode node, ZipOutputStream zip) throws InterruptedException {
        URI url = node.url();
        if (url == null) {
            note(node, "", "unreachable", String.join("; ", node.why()), 0, 0);
            return;
        }
        String folder = folder(node);
        NodeArchive files = new NodeArchive(zip, folder);
        Optional<String> why = fetch(url.resolve(PATH), node, files);
        if (files.files() > 0) {
            answered++;
        }
        note(node, folder, why.isEmpty() ? "answered" : files.files() > 0 ? "answered in part" : "unreachable",
                why.orElse(""), files.files(), files.bytes());
    }

    /** What became of one try: a reason why the files are not whole, or none; and after which time to try again. */
    private record Try(Optional<String> why, Optional<Duration> again) {}

    /** Downloads one node's files, in one or two tries; the reason why they are not whole, or empty. */
    private Optional<String> fetch(URI url, KnownNode node, NodeArchive files) throws InterruptedException {
        long start = System.nanoTime();
        Try first = download(url, files, limit);
        Duration pause = first.again().orElse(limit);
        Duration left = limit.minusNanos(System.nanoTime() - start).minus(pause);
        if (first.why().isEmpty() || !left.isPositive()) {
            return first.why();
        }
        err.println(
                "diagnostics: " + node.name() + ": asking again in " + pause.toSeconds() + " s: " + first.why().get());
        Thread.sleep(pause);
        return download(url, files, left).why();
    }

    private Try download(URI url, NodeArchive files, Duration time) {
        long start = System.nanoTime();
        try {
            Http.Download download = http.download(url, time);
            try (InputStream body = download.body()) {
                Optional<String> why = inTime(body, time.minusNanos(System.nanoTime() - start), () -> {
                    if (download.code() != 200) {
                        return Optional.of(refusal(download.code(), body));
                    }
                    files.copy(body);
                    return Optional.empty();
                });
                return new Try(why, download.code() == UNAVAILABLE ? pause(download.pause()) : Optional.empty());
            }
        } catch (IOException e) {
            return new Try(Optional.of(FileProblem.of(e)), Optional.empty());
        }
    }

    private static Optional<Duration> pause(String seconds) {
        return seconds.matches("[0-9]{1,4}")
                ? Optional.of(Duration.ofSeconds(Integer.parseInt(seconds)))
                : Optional.empty();
    }

    /** The reading of an answer. */
    private interface Reading {
        Optional<String> read() throws IOException;
    }

    /** Reads an answer, whatever it says, and closes it when the time is over. */
    private Optional<String> inTime(InputStream body, Duration left, Reading reading) {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(() -> {
            late.set(true);
            body.close();
            return null;
        }, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        try {
            return reading.read();
        } catch (IOException e) {
            return Optional.of(late.get()
                    ? "it had not sent everything after " + limit.toMillis() + " ms"
                    : "its answer broke off: " + FileProblem.of(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private static String refusal(int code, InputStream body) throws IOException {
        String text = new String(body.readNBytes(4096), StandardCharsets.UTF_8);
        return switch (code) {
            case 307, 404 -> "it answers " + code + ": its version has no diagnostics";
            default -> {
                try {
                    yield "it answers " + code + ": " + Json.text(Json.read(text.getBytes(StandardCharsets.UTF_8)),
                            "reason");
                } catch (IllegalArgumentException notOurs) {
                    yield "it answers " + code;
                }
            }
        };
    }

    /** A folder of its own for each process: two may have one name for a while. */
    private String folder(KnownNode node) {
        String name = node.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") ? node.name() : "node";
        String folder = name;
        for (int n = 2; !folders.add(folder); n++) {
            folder = name + "-" + n;
        }
        return folder + "/";
    }

    private void note(KnownNode node, String folder, String state, String why, int files, long bytes) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", node.name());
        one.put("gid", node.gid());
        one.put("url", node.url() == null ? "" : node.url().toString());
        one.put("folder", files == 0 ? "" : folder);
        one.put("state", state);
        one.put("why", why);
        one.put("files", files);
        one.put("bytes", bytes);
        manifest.add(one);
        err.println("diagnostics: " + node.name() + ": " + state
                + (why.isEmpty() ? ", " + files + " files, " + bytes + " bytes" : ": " + why));
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        http.close();
    }
}
