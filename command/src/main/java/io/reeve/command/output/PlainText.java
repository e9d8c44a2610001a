package io.reeve.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeve.api.command.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Data as plain text: a table for a list of flat objects, aligned lines for one flat object, a line per item of a list. */
final class PlainText {
    private PlainText() {}

    /** The text; empty if the data is nested too deeply for it. */
    static Optional<String> of(JsonNode data) {
        if (data.isValueNode()) {
            return Optional.of(Printable.text(data.asText()));
        }
        if (data instanceof ObjectNode object) {
            return isFlat(object) ? Optional.of(lines(object)) : Optional.empty();
        }
        List<JsonNode> rows = new ArrayList<>();
        data.forEach(rows::add);
        if (rows.stream().allMatch(JsonNode::isValueNode)) {
            return Optional.of(rows.stream().map(PlainText::cell).collect(Collectors.joining("\n")));
        }
        return rows.stream().allMatch(r -> r.isObject() && isFlat(r)) ? Optional.of(table(rows)) : Optional.empty();
    }

    private static boolean isFlat(JsonNode object) {
        return object.properties().stream().allMatch(e -> e.getValue().isValueNode() || isFlatList(e.getValue()));
    }

    private static boolean isFlatList(JsonNode node) {
        return node instanceof ArrayNode list && list.valueStream().allMatch(JsonNode::isValueNode);
    }

    private static String lines(ObjectNode object) {
        int width = object.properties().stream().mapToInt(e -> Printable.line(e.getKey()).length()).max().orElse(0);
        return object.properties()
                .stream()
                .map(e -> line(Printable.line(e.getKey()), width, cell(e.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String key, int width, String value) {
        return (key + ":" + " ".repeat(width + 2 - key.length()) + value).stripTrailing();
    }

    private static String table(List<JsonNode> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(r -> r.fieldNames().forEachRemaining(names::add));
        List<Table.Column> columns = new ArrayList<>();
        for (String name : names) {
            boolean numbers = rows.stream().map(r -> r.get(name)).allMatch(v -> v != null && v.isNumber());
            columns.add(new Table.Column(name.toUpperCase(Locale.ROOT).replace('_', ' '), numbers));
        }
        checkSize(rows, names);
        Table table = new Table(columns);
        rows.forEach(r -> table.row(names.stream().map(n -> cell(r.get(n))).toArray()));
        return Layout.of(table);
    }

    /** A table pads all its lines, so that one long cell makes each of them long. */
    private static void checkSize(List<JsonNode> rows, Set<String> names) {
        long width = 0;
        for (String name : names) {
            width += rows.stream().map(r -> r.get(name)).mapToInt(PlainText::length).max().orElse(0) + 1;
        }
        if (width * rows.size() > AnswerTooLargeException.LIMIT) {
            throw new AnswerTooLargeException();
        }
    }

    private static int length(@Nullable JsonNode value) {
        return value instanceof ArrayNode list
                ? list.valueStream().mapToInt(v -> length(v) + 1).sum()
                : value == null ? 0 : value.asText().length();
    }

    private static String cell(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value instanceof ArrayNode list) {
            return list.valueStream().map(PlainText::cell).collect(Collectors.joining(","));
        }
        return Printable.line(value.asText());
    }
}
