package io.reeve.daemon.config;

import java.util.List;

/** All problems of a configuration, one line each, which names the setting and the fix. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }

    private static String message(List<String> problems) {
        String head = problems.size() == 1 ? "1 wrong setting:" : problems.size() + " wrong settings:";
        return head + "\n  " + String.join("\n  ", problems);
    }
}
