package io.reeve.modules.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The health checks that there have been, with the severity that each had at first. May be used by any thread. */
final class SeenChecks {
    /** As many as are remembered: names of checks come from modules and daemons. */
    private static final int MOST = 1_000;

    /**
     * A health check.
     *
     * @param active whether it is raised now
     */
    record Check(String name, String severity, boolean active) {}

    private final Map<String, String> severities = new TreeMap<>();

    /** Takes what {@link #text} gave. */
    synchronized void read(String text) {
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .limit(MOST)
                .forEach(words -> severities.put(words[0], words[1]));
    }

    /** All of them, a line for each. */
    synchronized String text() {
        return severities.entrySet()
                .stream()
                .map(one -> one.getKey() + " " + one.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Takes the present health. */
    synchronized void look(Map<?, ?> health) {
        DataReader.map(health, "checks").forEach((name, check) -> {
            if (severities.size() < MOST) {
                severities.putIfAbsent(name.toString(), DataReader.text(check, "severity"));
            }
        });
    }

    /** All that have been seen. */
    synchronized List<Check> checks(Map<?, ?> health) {
        look(health);
        Map<?, ?> raised = DataReader.map(health, "checks");
        List<Check> all = new ArrayList<>();
        severities.forEach((name, severity) -> all.add(new Check(name, severity, raised.containsKey(name))));
        return all;
    }
}
