package io.reeve.daemon.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The configuration file: {@code key: value} lines of YAML, a value being one scalar or a list of scalars. */
final class ConfigFile {
    private final Path file;
    private final Map<String, Setting<?>> known = new HashMap<>();
    private final Map<String, Raw> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigFile(Path file) {
        this.file = file;
        Settings.ALL.forEach(setting -> known.put(setting.name(), setting));
    }

    /** Reads the file; what is wrong with it is added to the problems. */
    static Map<String, Raw> read(Path file, List<String> problems) {
        ConfigFile reader = new ConfigFile(file);
        String text = "";
        try {
            text = Files.readString(file);
            reader.read(text);
        } catch (JsonProcessingException malformed) {
            reader.malformed(text, malformed);
        } catch (IOException unreadable) {
            problems.add("--config: " + file + " cannot be read: " + reason(unreadable) + ".");
        }
        problems.addAll(reader.problems);
        return reader.values;
    }

    /** Notes what YAML refuses. What it says of a TAB in front of a line leads astray. */
    private void malformed(String text, JsonProcessingException refused) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(" *\t.*")) {
                problems.add(file + ":" + (i + 1) + ": the line begins with a TAB. YAML takes spaces only.");
                return;
            }
        }
        problem(refused.getLocation(), refused.getOriginalMessage().lines().findFirst().orElse(""));
    }

    private static String reason(IOException unreadable) {
        return switch (unreadable) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            case MalformedInputException encoding -> "it is not UTF-8";
            case IOException other -> String.valueOf(other.getMessage());
        };
    }

    private void read(String text) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                problem(parser.currentTokenLocation(), "expected lines of the form 'key: value'");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                entry(parser);
            }
            if (!isAtEnd(parser)) {
                problem(parser.currentTokenLocation(), "a second document begins here, which would be ignored."
                        + " Put all settings into the first, and remove '---' or '...'.");
            }
        }
    }

    private static boolean isAtEnd(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() == null;
        } catch (JsonProcessingException noDocument) {
            return false; // what follows the end of a document need not be YAML
        }
    }

    private void entry(JsonParser parser) throws IOException {
        String key = parser.currentName();
        JsonLocation place = parser.currentTokenLocation();
        Setting<?> setting = known.get(key);
        parser.nextToken();
        Optional<String> value = value(parser, setting == null ? "," : setting.separator());
        if (setting == null) {
            problem(place, "'" + key + "' is no setting. " + suggestion(key));
        } else if (values.containsKey(key)) {
            problem(place, "'" + key + "' is set twice. Remove one.");
        } else if (value.isEmpty()) {
            problem(place, "'" + key + "' must be one value"
                    + (setting.separator().isEmpty() ? "." : " or a list of values."));
        } else if (!value.get().isEmpty()) {
            values.put(key, new Raw(value.get(), key + " in " + at(place)));
        }
    }

    /** The value's text as written; empty if it is of a wrong kind. Leaves the parser at its end. */
    private static Optional<String> value(JsonParser parser, String separator) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Optional.of("");
        }
        if (token.isScalarValue()) {
            return Optional.of(parser.getText());
        }
        if (token != JsonToken.START_ARRAY || separator.isEmpty()) {
            parser.skipChildren();
            return Optional.empty();
        }
        List<String> items = new ArrayList<>();
        boolean scalars = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            scalars &= parser.currentToken().isScalarValue();
            items.add(parser.getText());
            parser.skipChildren();
        }
        return scalars ? Optional.of(String.join(separator, items)) : Optional.empty();
    }

    private String suggestion(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return known.keySet()
                .stream()
                .filter(name -> name.replace("-", "").equals(plain))
                .findFirst()
                .map(name -> "Did you mean '" + name + "'?")
                .orElseGet(() -> "Known: "
                        + String.join(", ", Settings.ALL.stream().map(Setting::name).toList()) + ".");
    }

    private void problem(JsonLocation place, String text) {
        problems.add(at(place) + ": " + text);
    }

    private String at(JsonLocation place) {
        return place == null ? file.toString() : file + ":" + place.getLineNr();
    }

    /**
     * A value as it was found.
     *
     * @param text   not empty
     * @param source the place where it was found, as the user knows it
     */
    record Raw(String text, String source) {}
}
