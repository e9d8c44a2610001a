package io.reeve.election;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The reasons why no server takes this process, as they come up in one watch: each change is told, and each kind of reason is
 * logged once. What stands in brackets, such as the message of an exception, differs from look to look and makes no new kind.
 * For one thread.
 */
final class RefusalNews {
    private static final Pattern BRACKETS = Pattern.compile(" ?\\([^()]*\\)");

    private final Consumer<String> told;
    private final Consumer<String> log;
    private final Set<String> logged = new HashSet<>();
    private String reason = "";

    /**
     * @param told told the reason whenever it changes; empty for none
     * @param log  told a reason of a kind that has not been there before
     */
    RefusalNews(Consumer<String> told, Consumer<String> log) {
        this.told = told;
        this.log = log;
    }

    /** Takes the reason of a look; empty for none. */
    void now(String seen) {
        if (seen.equals(reason)) {
            return;
        }
        reason = seen;
        told.accept(seen);
        if (!seen.isEmpty() && logged.add(kind(seen))) {
            log.accept(seen);
        }
    }

    private static String kind(String reason) {
        String shorter = BRACKETS.matcher(reason).replaceAll("");
        return shorter.equals(reason) ? reason : kind(shorter); // brackets within brackets
    }
}
