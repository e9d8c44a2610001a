package io.reeve.report;

import io.reeve.report.protocol.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The managers to ask for the active: the configured ones and those that managers reported as alive. Confined to the event
 * loop.
 */
final class ManagerCandidates {
    private static final int MOST_LEARNED = 64;
    private List<String> configured;
    private Set<String> learned = Set.of();
    private int turn;

    ManagerCandidates(List<String> configured, int first) {
        this.configured = List.copyOf(configured);
        this.turn = first;
    }

    /** Replaces the configured managers. */
    void configure(List<String> managers) {
        configured = List.copyOf(managers);
    }

    /** Replaces the managers that are known to be alive; what is no address is left out. */
    void learn(List<String> managers) {
        Set<String> live = new LinkedHashSet<>();
        managers.stream().filter(ManagerCandidates::isAddress).limit(MOST_LEARNED).forEach(live::add);
        if (!live.isEmpty()) {
            learned = live;
        }
    }

    static boolean isAddress(String text) {
        try {
            return !HostPort.parseTarget(text).host().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The report addresses of the managers to ask next, those that live first; where there are more, others each time. */
    List<String> first(int most) {
        Set<String> all = new LinkedHashSet<>(learned);
        all.addAll(configured);
        List<String> list = new ArrayList<>(all);
        List<String> next = new ArrayList<>();
        for (int i = 0; i < Math.min(most, list.size()); i++) {
            next.add(list.get(Math.floorMod(turn + i, list.size())));
        }
        turn = Math.floorMod(turn + next.size(), list.size());
        return next;
    }
}
