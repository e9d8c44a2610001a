package io.reeve.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks each node, on a thread of its own, whether it is active and where it sends a browser, and notes every change: what
 * a failure looks like from outside.
 */
final class EpochWatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final EpochOrder order;
    private final Map<String, String> urls;
    private final Ask ask = Ask.directly();
    private final List<ScheduledExecutorService> threads = new ArrayList<>();
    private final List<Change> changes = new CopyOnWriteArrayList<>();

    /** From that moment on a node's answer to a browser was this. */
    private record Change(long nanos, String node, String answer) {}

    /** @param urls the nodes' addresses by their names */
    EpochWatch(Map<String, String> urls, EpochOrder order) {
        this.order = order;
        this.urls = Map.copyOf(urls);
        urls.forEach((name, url) -> {
            ScheduledExecutorService thread = Executors
                    .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("watch-" + name).factory());
            var _ = thread.scheduleWithFixedDelay(new Look(name, url), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            threads.add(thread);
        });
    }

    /** One node's turn, again and again. */
    private final class Look implements Runnable {
        private final String name;
        private final String url;
        private @Nullable String last;

        Look(String name, String url) {
            this.name = name;
            this.url = url;
        }

        @Override
        public void run() {
            Uninterruptibly.run(() -> {
                long before = order.highest();
                if (ask.get(url + "/health/active", PATIENCE) instanceof Ask.Answer.Http answer
                        && answer.status() == 200) {
                    JsonNode json = answer.json();
                    order.active(before, json.get("epoch").asLong(), json.get("name").asText());
                }
                String now = browser();
                if (!now.equals(last)) {
                    changes.add(new Change(System.nanoTime(), name, now));
                    last = now;
                }
            });
        }

        private String browser() throws InterruptedException {
            return switch (ask.get(url + "/hello/", PATIENCE)) {
                case Ask.Answer.Http http when http.status() == 307 -> "307 to " + nodeAt(http.location());
                case Ask.Answer.Http http -> Integer.toString(http.status());
                case Ask.Answer.Refused _ -> "refused";
                case Ask.Answer.Broken _ -> "broken off";
                case Ask.Answer.Silent _ -> "no answer";
            };
        }
    }

    private String nodeAt(String location) {
        return urls.entrySet()
                .stream()
                .filter(e -> location.startsWith(e.getValue() + "/"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(location);
    }

    /** Answers that no browser should get, whatever happens: anything but a page, the way to it, or "not now". */
    List<String> strangeAnswers() {
        return changes.stream()
                .filter(change -> change.answer().matches("[0-9]+") && !change.answer().matches("200|503"))
                .map(change -> change.node() + " answered " + change.answer())
                .toList();
    }

    /** What a browser saw at each node, with the seconds since a moment of {@link System#nanoTime}. */
    String story(long since) {
        Map<String, StringBuilder> lines = new TreeMap<>();
        for (Change change : changes) {
            lines.computeIfAbsent(change.node(), node -> new StringBuilder("    " + node + ":"))
                    .append(change.nanos() < since
                            ? "  %s".formatted(change.answer())
                            : String.format(Locale.ROOT, "  %.2fs %s", (change.nanos() - since) / 1e9,
                                    change.answer()));
        }
        return String.join("\n", lines.values());
    }

    @Override
    public void close() {
        threads.forEach(ScheduledExecutorService::shutdownNow);
        Uninterruptibly.run(() -> {
            for (ScheduledExecutorService thread : threads) {
                if (!thread.awaitTermination(60, TimeUnit.SECONDS)) {
                    throw new IOException("a watch did not end");
                }
            }
        });
        ask.close();
    }
}
