package io.reeve.daemon.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The paths in an answer with the types of what is there, as maps/src/test/ceph/keys writes them.
 *
 * @param types by path: {@code nodes[].kb} is {@code int}
 */
record JsonKeys(SortedMap<String, SortedSet<String>> types) {
    private static final ObjectMapper JSON = new ObjectMapper();

    JsonKeys {
        types = Collections.unmodifiableSortedMap(types);
    }

    /** @param known the paths of Ceph's answer, which tell the objects whose keys are names of things: path{} */
    static JsonKeys of(JsonNode answer, Set<String> known) throws JsonProcessingException {
        Walk walk = new Walk(known, new TreeMap<>());
        walk.at("", answer);
        return new JsonKeys(walk.types);
    }

    private record Walk(Set<String> known, SortedMap<String, SortedSet<String>> types) {
        void at(String path, JsonNode node) throws JsonProcessingException {
            types.computeIfAbsent(path.isEmpty() ? "." : path, _ -> new TreeSet<>()).add(type(node));
            if (node.isArray()) {
                for (JsonNode item : node) {
                    at(path + "[]", item);
                }
            } else if (node.isObject()) {
                for (var entry : node.properties()) {
                    at(child(path, entry.getKey()), entry.getValue());
                }
            } else if (path.equals("json")) {
                at("json()", JSON.readTree(node.asText()));
            }
        }

        private String child(String path, String key) {
            return known.contains(path + "{}") ? path + "{}" : path.isEmpty() ? key : path + "." + key;
        }

        private static String type(JsonNode node) {
            return switch (node.getNodeType()) {
                case NUMBER -> node.isIntegralNumber() ? "int" : "float";
                case BOOLEAN -> "bool";
                case STRING -> "string";
                case ARRAY -> "array";
                case OBJECT, POJO -> "object";
                case NULL, MISSING, BINARY -> "null";
            };
        }
    }

    /** The paths that are this one or below it. */
    static SortedSet<String> below(String path, Set<String> paths) {
        SortedSet<String> found = new TreeSet<>();
        for (String one : paths) {
            boolean inside = path.equals(".") || one.equals(path)
                    || (one.startsWith(path) && ".[{(".indexOf(one.charAt(path.length())) >= 0);
            if (inside) {
                found.add(one);
            }
        }
        return found;
    }
}
