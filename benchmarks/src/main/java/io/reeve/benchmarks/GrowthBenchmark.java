package io.reeve.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How costs grow with the number of daemons, of options, of managers and of keys. */
final class GrowthBenchmark {
    /** What grows, and to which sizes unless told otherwise. */
    enum Part {
        /** Real reporters in processes of their own, at two managers. */
        DAEMONS(1_000, 10_000),
        /** Daemons above the socket: the state of the cluster alone, in this process, as no manager takes so many. */
        STATE(5_000, 50_000),
        /** Options of a module that are set. */
        OPTIONS(10, 100, 1_000),
        /** Managers that are up, and nothing else. */
        MANAGERS(1, 5, 10, 50),
        /** Keys that are there when a manager starts. */
        KEYS(1_000, 5_000, 50_000);

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<Integer> sizes;

        Part(Integer... sizes) {
            this.sizes = List.of(sizes);
        }

        /** Reads {@code daemons,keys}. */
        static Set<Part> parse(String list) {
            EnumSet<Part> parts = EnumSet.noneOf(Part.class);
            for (String word : list.split(",")) {
                parts.add(Arrays.stream(values())
                        .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + word
                                + "' is not a part of growth; they are: daemons, state, options, managers, keys")));
            }
            return parts;
        }
    }

    private final Home home;
    private final Report report;
    private final Set<Part> parts;
    private final List<Integer> sizes;
    private final int rounds;

    /** @param sizes instead of the usual ones; empty for these */
    GrowthBenchmark(Home home, Report report, Set<Part> parts, List<Integer> sizes, int rounds) {
        this.home = home;
        this.report = report;
        this.parts = parts;
        this.sizes = sizes;
        this.rounds = rounds;
    }

    void run() {
        for (Part part : parts) {
            List<Integer> chosen = sizes.isEmpty() ? part.sizes : sizes;
            report.note(part.name().toLowerCase(Locale.ROOT) + " " + chosen);
            switch (part) {
                case DAEMONS -> new DaemonGrowth(home, report, rounds).run(chosen);
                case STATE -> new StateGrowth(report).run(chosen);
                case OPTIONS -> new OptionGrowth(home, report).run(chosen);
                case MANAGERS -> new ManagerGrowth(home, report).run(chosen);
                case KEYS -> new KeyGrowth(home, report, rounds).run(chosen);
            }
        }
    }
}
