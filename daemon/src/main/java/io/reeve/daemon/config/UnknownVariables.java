package io.reeve.daemon.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The environment variables that look like settings and are none. They are told, not refused, as they may be meant for others. */
public final class UnknownVariables {
    private static final String PREFIX = "REEVE_";
    /** The variables that the launchers, the command line, the agent, the image and the compose file read. */
    private static final Set<String> OF_OTHERS = Set.of("REEVE_MGR", "REEVE_HEAP", "REEVE_JAVA_OPTS", "REEVE_CACHE",
            "REEVE_JDK", "REEVE_IMAGE", ConfigLoader.CONFIG_ENVIRONMENT);

    private UnknownVariables() {}

    /** A sentence for each, in the order of their names. */
    public static List<String> of(Map<String, String> environment) {
        Set<String> known = new TreeSet<>(OF_OTHERS);
        Settings.ALL.forEach(setting -> known.addAll(List.of(setting.environment(), setting.packagedDefault())));
        return new TreeSet<>(environment.keySet()).stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(PREFIX) && !known.contains(name))
                .map(name -> "environment variable " + name + " is no setting, and is ignored. " + hint(name, known))
                .toList();
    }

    private static String hint(String name, Set<String> known) {
        String plain = plain(name);
        return known.stream()
                .filter(candidate -> plain(candidate).equals(plain))
                .findFirst()
                .or(() -> known.stream()
                        .filter(candidate -> isSlip(plain(candidate), plain))
                        .findFirst())
                .map(candidate -> "Did you mean " + candidate + "?")
                .orElse("'reeved run --help' lists the settings.");
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace("_", "");
    }

    /** Whether one letter is missing, added or wrong, or two neighbours are swapped. */
    static boolean isSlip(String meant, String written) {
        int same = 0;
        while (same < Math.min(meant.length(), written.length()) && meant.charAt(same) == written.charAt(same)) {
            same++;
        }
        String rest = meant.substring(same);
        String other = written.substring(same);
        return withoutFirst(rest).equals(other) || withoutFirst(other).equals(rest)
                || withoutFirst(rest).equals(withoutFirst(other)) || isSwap(rest, other);
    }

    private static String withoutFirst(String text) {
        return text.isEmpty() ? text : text.substring(1);
    }

    private static boolean isSwap(String rest, String other) {
        return rest.length() > 1 && other.length() > 1 && rest.charAt(0) == other.charAt(1)
                && rest.charAt(1) == other.charAt(0) && rest.substring(2).equals(other.substring(2));
    }
}
