package io.reeve.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is shown again and again: the status, or the cluster log as it grows.
 *
 * @param log      whether it is the log
 * @param level    the least level of the log's entries; null for all
 * @param channel  the channel of the log's entries; null for all
 * @param interval the time between two questions
 */
record Following(boolean log, @Nullable String level, @Nullable String channel, Duration interval) {
    static final List<String> LEVELS = List.of("debug", "info", "sec", "warn", "error");
    static final List<String> CHANNELS = List.of("cluster", "audit");
    private static final Duration EACH_STATUS = Duration.ofSeconds(2);
    private static final Duration EACH_LOG = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    static Following of(Map<String, String> values, List<String> words) throws CliException {
        boolean log = values.containsKey("--follow");
        String level = oneOf("--level", values.get("--level"), LEVELS);
        String channel = oneOf("--channel", values.get("--channel"), CHANNELS);
        if (!log && (level != null || channel != null)) {
            throw wrong((level != null ? "--level" : "--channel") + " means nothing without -w");
        }
        if (log && !words.isEmpty()) {
            throw wrong("-w takes no words: leave out '" + String.join(" ", words) + "'");
        }
        if (log && values.containsKey("--watch")) {
            throw wrong("-w and --watch cannot be shown together: leave out one");
        }
        if (!log && !(values.containsKey("--watch") && words.equals(List.of("status")))) {
            throw wrong(values.containsKey("--watch")
                    ? "--watch is for the status only: reeve status --watch"
                    : "--interval means nothing without -w or --watch");
        }
        if (values.containsKey("-i") || values.containsKey("-o")) {
            throw wrong((values.containsKey("-i") ? "-i" : "-o") + " means nothing with " + (log ? "-w" : "--watch"));
        }
        return new Following(log, level, channel, interval(values.get("--interval"), log ? EACH_LOG : EACH_STATUS));
    }

    private static Duration interval(@Nullable String given, Duration otherwise) throws CliException {
        Duration interval = given == null ? otherwise : CommandLineOptions.time("--interval", given);
        if (interval.compareTo(SHORTEST) < 0) {
            throw wrong("--interval '" + given + "' is shorter than 0.1 s");
        }
        return interval;
    }

    private static @Nullable String oneOf(String option, @Nullable String given, List<String> choices)
            throws CliException {
        if (given != null && !choices.contains(given)) {
            throw wrong(option + " '" + given + "' is not one of " + String.join(", ", choices));
        }
        return given;
    }

    private static CliException wrong(String what) {
        return new CliException(CliException.USAGE, what);
    }
}
