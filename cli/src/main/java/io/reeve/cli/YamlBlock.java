package io.reeve.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of a YAML file of ours with all that belongs to it, as lines: the comments before it, its own line, and what is
 * indented below. So a part of a file can be changed, and the rest stays as it was written.
 *
 * @param before the comments and blank lines before the key
 * @param key    the key
 * @param head   the key's line
 * @param body   the lines below it
 */
record YamlBlock(List<String> before, String key, String head, List<String> body) {
    private static final Pattern KEY = Pattern.compile("( *)\"?([A-Za-z0-9_.<-]+)\"?:.*");

    YamlBlock {
        before = List.copyOf(before);
        body = List.copyOf(body);
    }

    /** The blocks of lines, by their keys, in order: those with the indentation of the first key. */
    static Map<String, YamlBlock> of(List<String> lines) {
        Map<String, YamlBlock> blocks = new LinkedHashMap<>();
        List<String> before = new ArrayList<>();
        int indent = -1;
        for (int at = 0; at < lines.size();) {
            Matcher key = KEY.matcher(lines.get(at));
            if (!key.matches() || (indent >= 0 && key.group(1).length() != indent)) {
                before.add(lines.get(at++));
                continue;
            }
            indent = key.group(1).length();
            int end = end(lines, at, indent);
            YamlBlock block = new YamlBlock(before, key.group(2), lines.get(at), lines.subList(at + 1, end));
            blocks.put(block.key(), block);
            before.clear();
            at = end;
        }
        return blocks;
    }

    /** Where a block that begins here ends: behind its last line that is indented more than its key. */
    private static int end(List<String> lines, int start, int indent) {
        int end = start + 1;
        for (int at = start + 1; at < lines.size(); at++) {
            String line = lines.get(at);
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                if (line.length() - line.stripLeading().length() <= indent) {
                    break;
                }
                end = at + 1;
            }
        }
        return end;
    }

    /** The blocks below the key. */
    Map<String, YamlBlock> blocks() {
        return of(body);
    }

    /** The same block with these below it. */
    YamlBlock with(Iterable<YamlBlock> blocks) {
        List<String> lines = new ArrayList<>();
        blocks.forEach(block -> lines.addAll(block.lines()));
        return new YamlBlock(before, key, head, lines);
    }

    /** The same block with a value for one of its keys, which it has. */
    YamlBlock with(String name, String value) {
        Map<String, YamlBlock> blocks = blocks();
        YamlBlock old = blocks.get(name);
        if (old == null) {
            throw new IllegalStateException("'" + key + "' has no key '" + name + "' whose value could be set");
        }
        String indent = old.head.substring(0, old.head.length() - old.head.stripLeading().length());
        blocks.put(name, new YamlBlock(old.before, name, indent + name + ": " + value, List.of()));
        return with(blocks.values());
    }

    /** The same block without one of its keys, if it has it, and the comments before that. */
    YamlBlock without(String name) {
        Map<String, YamlBlock> blocks = blocks();
        blocks.remove(name);
        return with(blocks.values());
    }

    /** The same block with another line before it, and no comments. */
    YamlBlock named(String line) {
        return new YamlBlock(List.of(), key, line, body);
    }

    /** The lines of the block. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(before);
        lines.add(head);
        lines.addAll(body);
        return lines;
    }
}
