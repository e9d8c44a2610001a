package io.reeve.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which manager to ask next: the one that was named as active first, then the configured ones and those that managers
 * told of, in turn. Confined to the event loop.
 */
final class Candidates {
    private static final int MOST_LEARNED = 64;
    private final List<String> configured;
    private Set<String> learned = Set.of();
    private String preferred = "";
    private int turn;

    Candidates(List<String> configured, int first) {
        this.configured = List.copyOf(configured);
        this.turn = first;
    }

    /** These managers live now. */
    void learn(List<String> managers) {
        learned = new LinkedHashSet<>(managers.subList(0, Math.min(managers.size(), MOST_LEARNED)));
    }

    /** That one is said to be active. */
    void prefer(String address) {
        preferred = address;
    }

    /** The next to ask. */
    String next() {
        String named = preferred;
        if (!named.isEmpty()) {
            preferred = "";
            return named;
        }
        Set<String> all = new LinkedHashSet<>(configured);
        all.addAll(learned);
        List<String> list = new ArrayList<>(all);
        return list.get(Math.floorMod(turn++, list.size()));
    }
}
