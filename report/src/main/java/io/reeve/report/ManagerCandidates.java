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
    private String lost = "";
    private String preferred = "";

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

    /** Notes the manager whose session has ended: it is asked after all others, as it may be dead. */
    void lost(String address) {
        lost = address;
    }

    /** Notes the manager of which another one says that it is active: the next search asks it first. */
    void prefer(String address) {
        preferred = address;
    }

    /**
     * The report addresses of the managers to ask next: the preferred one, then the others, beginning with another one each time,
     * and the lost one at the end. Where there are more than {@code most}, each call chooses others.
     */
    List<String> first(int most) {
        Set<String> all = new LinkedHashSet<>(learned);
        all.addAll(configured);
        boolean last = all.remove(lost);
        List<String> list = new ArrayList<>(all);
        Set<String> next = new LinkedHashSet<>();
        if (all.contains(preferred) || (last && preferred.equals(lost))) {
            next.add(preferred);
        }
        preferred = "";
        for (int i = 0; i < list.size() && next.size() < most; i++) {
            next.add(list.get(Math.floorMod(turn + i, list.size())));
        }
        turn = list.isEmpty() ? 0 : Math.floorMod(turn + next.size() + 1, list.size());
        if (last && next.size() < most) {
            next.add(lost);
        }
        return List.copyOf(next);
    }
}
