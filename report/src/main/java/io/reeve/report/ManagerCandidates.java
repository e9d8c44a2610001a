package io.reeve.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The managers to ask for the active: first the one that another manager named as active, then the configured ones and
 * those that managers reported as alive, in turn. Confined to the event loop.
 */
final class ManagerCandidates {
    private static final int MOST_LEARNED = 64;
    private final List<String> configured;
    private Set<String> learned = Set.of();
    private String preferred = "";
    private int turn;

    ManagerCandidates(List<String> configured, int first) {
        this.configured = List.copyOf(configured);
        this.turn = first;
    }

    /** Replaces the managers that are known to be alive. */
    void learn(List<String> managers) {
        learned = new LinkedHashSet<>(managers.subList(0, Math.min(managers.size(), MOST_LEARNED)));
    }

    /** Puts the manager first that is said to be active. */
    void prefer(String address) {
        preferred = address;
    }

    /** The report address of the manager to ask next. */
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
