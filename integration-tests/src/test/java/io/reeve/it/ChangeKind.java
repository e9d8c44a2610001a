package io.reeve.it;

import static io.reeve.it.ChangeLedger.NOTHING;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A kind of durable change that a person makes by a command: which subjects there are, which values they can have, the command
 * that brings a value about, and the command that shows all of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are, and the function has no state
enum ChangeKind {
    /** A flag of the OSD map. */
    FLAG("flag ", List.of("noout", "noscrub", "nodeep-scrub", "norecover", "nobackfill", "norebalance"),
            List.of(NOTHING, "set"), Map.of("prefix", "osd dump"), (osds, out) -> osds.get("flags_set")
                    .forEach(
                            flag -> out.accept(flag.asText(), "set"))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return Map.of("prefix", value.isEmpty() ? "osd unset" : "osd set", "key", name);
        }
    },
    /** A pool, by its size. */
    POOL("pool ", List.of("p1", "p2", "p3"), List.of(NOTHING, "2", "3", "4"), Map.of("prefix", "osd dump"),
            (osds, out) -> osds.get("pools")
                    .forEach(
                            pool -> out.accept(pool.get("pool_name").asText(), pool.get("size").asText()))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            if (value.isEmpty()) {
                return Map.of("prefix", "osd pool rm", "pool", name, "pool2", name, "yes_i_really_really_mean_it",
                        true);
            }
            int size = Integer.parseInt(value);
            return before.isEmpty()
                    ? Map.of("prefix", "osd pool create", "pool", name, "size", size)
                    : Map.of("prefix", "osd pool set", "pool", name, "var", "size", "val", size);
        }
    },
    /** The share that a storage daemon takes. */
    WEIGHT("weight ", List.of("osd.0", "osd.1"), List.of("0.25", "0.5", "1.0"), Map.of("prefix", "osd dump"),
            (osds, out) -> osds.get("osds")
                    .forEach(
                            osd -> out.accept("osd." + osd.get("osd").asInt(), number(osd.get("weight"))))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return Map.of("words", List.of("osd", "reweight", name, value)); // "id" is that of the request
        }
    },
    /** The weight of a storage daemon in the crush hierarchy. */
    CRUSH_WEIGHT("crush weight ", List.of("osd.0", "osd.1"), List.of("0.5", "1.0", "2.0"), Map.of("prefix", "osd tree"),
            (tree, out) -> tree.get("nodes").forEach(node -> {
                if (node.get("type").asText().equals("osd")) {
                    out.accept(node.get("name").asText(), number(node.get("crush_weight")));
                }
            })) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return Map.of("prefix", "osd crush reweight", "name", name, "weight", Double.parseDouble(value));
        }
    },
    /** A ratio of the OSD map. */
    RATIO("ratio ", List.of("nearfull"), List.of("0.8", "0.82", "0.85"), Map.of("prefix", "osd dump"),
            (osds, out) -> out.accept("nearfull", number(osds.get("nearfull_ratio")))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return Map.of("prefix", "osd set-nearfull-ratio", "ratio", Double.parseDouble(value));
        }
    },
    /** An enabled module. */
    MODULE("module ", List.of("selftest"), List.of(NOTHING, "on"), Map.of("prefix", "mgr module ls"),
            (modules, out) -> modules.get("enabled_modules").forEach(module -> out.accept(module.asText(), "on"))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return Map.of("prefix", value.isEmpty() ? "mgr module disable" : "mgr module enable", "module", name);
        }
    },
    /** An option of a module or of the cluster. */
    OPTION("option ", List.of("mgr/hello/greeting", "mgr/selftest/rwoption1", "closed_periods"),
            List.of(NOTHING, "7", "8", "9"), Map.of("prefix", "config dump"), (options, out) -> options.forEach(
                    option -> out.accept(option.get("name").asText(), option.get("value").asText()))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return value.isEmpty()
                    ? Map.of("prefix", "config rm", "who", "mgr", "name", name)
                    : Map.of("prefix", "config set", "who", "mgr", "name", name, "value", value);
        }
    },
    /** A muted health check. */
    MUTE("mute ", List.of("FAULTS_A", "FAULTS_B", "FAULTS_C"), List.of(NOTHING, "sticky"), Map.of("prefix", "health"),
            (health, out) -> health.get("mutes").forEach(mute -> out.accept(mute.get("code").asText(), "sticky"))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return value.isEmpty()
                    ? Map.of("prefix", "health unmute", "code", name)
                    : Map.of("prefix", "health mute", "code", name, "sticky", true);
        }
    },
    /** A key. */
    KEY("key ", List.of("faults/1", "faults/2", "faults/3"), List.of(NOTHING, "x", "y", "z"),
            Map.of("prefix", "config-key dump", "key", "faults/"), (keys, out) -> keys.properties()
                    .forEach(
                            key -> out.accept(key.getKey(), key.getValue().asText()))) {
        @Override
        Map<String, Object> command(String name, String before, String value) {
            return value.isEmpty()
                    ? Map.of("prefix", "config-key rm", "key", name)
                    : Map.of("prefix", "config-key set", "key", name, "val", value);
        }
    };

    private final String word;
    private final List<String> names;
    private final List<String> possible;
    private final Map<String, Object> source;
    private final BiConsumer<JsonNode, BiConsumer<String, String>> reading;

    ChangeKind(String word, List<String> names, List<String> possible, Map<String, Object> source,
            BiConsumer<JsonNode, BiConsumer<String, String>> reading) {
        this.word = word;
        this.names = names;
        this.possible = possible;
        this.source = source;
        this.reading = reading;
    }

    /** The command that gives what is named so another value; it has the value {@code before}. */
    abstract Map<String, Object> command(String name, String before, String value);

    private static String number(JsonNode node) {
        return Double.toString(Math.round(node.asDouble() * 1000) / 1000.0);
    }

    List<String> names() {
        return names;
    }

    List<String> possible() {
        return possible;
    }

    String subject(String name) {
        return word + name;
    }

    /** Whether a subject is of this kind. */
    boolean isOf(String subject) {
        return subject.startsWith(word);
    }

    /** The command that shows all subjects of this kind. */
    Map<String, Object> source() {
        return source;
    }

    /** The values of this kind's subjects in what its {@link #source} answered. */
    Map<String, String> read(JsonNode answer) {
        Map<String, String> found = new TreeMap<>();
        reading.accept(answer, (name, value) -> {
            if (names.contains(name)) {
                found.put(subject(name), value);
            }
        });
        return found;
    }
}
