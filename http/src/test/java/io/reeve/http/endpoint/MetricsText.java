package io.reeve.http.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict reader of what is the same in both text formats: comment lines, and samples without timestamps. */
final class MetricsText {
    /** One sample. */
    record Sample(String name, Map<String, String> labels, double value) {}

    final List<String> comments = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    private final String text;
    private int at;

    private MetricsText(String text) {
        this.text = text;
    }

    static MetricsText read(String text) {
        MetricsText all = new MetricsText(text);
        while (all.at < text.length()) {
            if (all.text.charAt(all.at) == '#') {
                all.comments.add(all.until('\n'));
            } else {
                all.samples.add(all.sample());
            }
        }
        return all;
    }

    private Sample sample() {
        int begin = at;
        while (text.charAt(at) != '{' && text.charAt(at) != ' ') {
            at++;
        }
        String name = text.substring(begin, at);
        Map<String, String> labels = new LinkedHashMap<>();
        while (text.charAt(at) != ' ') {
            at++; // the brace or the comma
            if (text.charAt(at) == ' ') {
                break;
            }
            String label = until('=');
            expect('"');
            if (labels.put(label, quoted()) != null) {
                throw new IllegalArgumentException("label '" + label + "' twice in: " + text.substring(begin, at));
            }
        }
        expect(' ');
        String value = until('\n');
        return new Sample(name, labels, switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        });
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = text.charAt(at++);
            switch (c) {
                case '"' -> {
                    return out.toString();
                }
                case '\n' -> throw new IllegalArgumentException("a line ends within a label");
                case '\\' -> {
                    char escaped = text.charAt(at++);
                    out.append(escaped == 'n' ? '\n' : escaped);
                }
                default -> out.append(c);
            }
        }
    }

    private String until(char end) {
        int begin = at;
        at = text.indexOf(end, begin) + 1;
        if (at == 0) {
            throw new IllegalArgumentException("no '" + end + "' after: " + text.substring(begin));
        }
        return text.substring(begin, at - 1);
    }

    private void expect(char c) {
        if (text.charAt(at++) != c) {
            throw new IllegalArgumentException("not '" + c + "' at " + at + " of: " + text);
        }
    }
}
