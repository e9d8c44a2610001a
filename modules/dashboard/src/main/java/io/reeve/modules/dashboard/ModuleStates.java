package io.reeve.modules.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The states of the enabled modules, as {@code mgr module ls} prints them. */
final class ModuleStates {
    private static final Pattern LINE = Pattern.compile("(\\S+) +on +(\\S.*)");

    private ModuleStates() {}

    /** The state of each enabled module, in one word, or with a colon and what is wrong. */
    static Map<String, String> of(String printed) {
        Map<String, String> states = new LinkedHashMap<>();
        printed.lines().forEach(text -> {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                states.put(line.group(1), line.group(2).strip());
            }
        });
        return states;
    }
}
