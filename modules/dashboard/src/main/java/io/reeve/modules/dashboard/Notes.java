package io.reeve.modules.dashboard;

import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Data;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What somebody should know although no health check counts it: the status may be HEALTH_OK with all of these. Each has a
 * key that stays the same while it lasts, a title and a sentence.
 */
final class Notes {
    /** The part of nearfull from which on a storage daemon is worth a note. */
    private static final double CLOSE_TO_NEARFULL = 0.9;

    private final Map<String, Object> notes = new LinkedHashMap<>();

    private Notes() {}

    /** The notes of this moment. */
    static Map<String, Object> of(ClusterView view, MgrMap map, Observed observed) {
        Notes all = new Notes();
        all.managers(map);
        all.versions(map);
        all.clocks(observed.clocks());
        all.modules(map);
        all.starting(observed.states());
        all.mutes(view);
        all.daemons(observed.silent());
        all.space(view);
        return all.notes;
    }

    private void add(String key, String title, String text, String view) {
        notes.put(key, Data.map("title", title, "text", text, "view", view));
    }

    private void managers(MgrMap map) {
        if (map.down()) {
            add("down", "Managers are set down", "No manager becomes active until 'mgr set down false'.", "overview");
        }
        List<String> cannot = map.standbys()
                .stream()
                .filter(m -> m.priority() == null)
                .map(MgrMap.Manager::name)
                .toList();
        if (!cannot.isEmpty()) {
            add("cannot-lead", "Standbys that never lead",
                    said(cannot, "has no priority, so it never becomes active.",
                            "have no priority, so they never become active."),
                    "overview");
        }
        if (map.standbys().size() == cannot.size()) {
            add("no-standby", "Nobody would take over", "No standby can become active if this manager ends.",
                    "overview");
        }
    }

    private void versions(MgrMap map) {
        Set<String> versions = new TreeSet<>();
        map.standbys().forEach(standby -> versions.add(standby.version()));
        MgrMap.Active active = map.active();
        if (active != null) {
            versions.add(active.manager().version());
        }
        if (versions.size() > 1) {
            add("versions", "Managers of several versions", "They run " + String.join(", ", versions) + ".",
                    "overview");
        }
    }

    private void clocks(SortedMap<String, Long> differences) {
        List<String> each = differences.entrySet()
                .stream()
                .map(e -> e.getKey() + " is " + Math.abs(e.getValue()) / 1000 + " s "
                        + (e.getValue() > 0 ? "ahead" : "behind"))
                .toList();
        if (!each.isEmpty()) {
            add("clocks", "Clocks that differ", "Beside the clock of the active manager " + names(each) + ".",
                    "overview");
        }
    }

    private void modules(MgrMap map) {
        for (String module : map.modules()) {
            List<String> lacking = ManagerSections.lacking(map, module);
            if (!lacking.isEmpty()) {
                add("module:" + module, "Module " + module + " would stop at a failover",
                        "It is enabled, but cannot run on " + names(lacking) + ".", "modules");
            }
        }
    }

    /** Those that have failed or hang are health checks. */
    private void starting(Map<String, String> states) {
        states.forEach((module, state) -> {
            if (state.equals("starting") || state.equals("stopping")) {
                add("state:" + module, "Module " + module + " is " + state, "It answers nobody until that is done.",
                        "modules");
            }
        });
    }

    private void mutes(ClusterView view) {
        List<String> codes = Values.maps(Values.map(view.get("health")).get("mutes"))
                .stream()
                .map(mute -> Values.text(mute.get("code")))
                .toList();
        if (!codes.isEmpty()) {
            add("mutes", "Muted health checks",
                    said(codes, "does not count while it is muted.", "do not count while they are muted."), "overview");
        }
    }

    private void daemons(Set<String> silent) {
        if (!silent.isEmpty()) {
            add("silent", "Daemons without news",
                    said(silent.stream().sorted().toList(), "has not reported for a while.",
                            "have not reported for a while."),
                    "hosts");
        }
    }

    private void space(ClusterView view) {
        double nearfull = Values.number(Values.map(view.get("osd_map")).get("nearfull_ratio"));
        List<String> close = Values.maps(Values.map(view.get("osd_stats")).get("osd_stats"))
                .stream()
                .filter(stat -> Values.number(stat.get("kb")) > 0 && nearfull > 0
                        && Values.number(stat.get("kb_used")) / Values.number(stat.get("kb")) > nearfull
                                * CLOSE_TO_NEARFULL)
                .map(stat -> "osd." + Values.text(stat.get("osd")))
                .toList();
        if (!close.isEmpty()) {
            add("space", "Storage daemons that fill up",
                    said(close, "is", "are") + " close to the nearfull ratio of " + nearfull + ".", "osds");
        }
    }

    /** The names and what is said of them, of one or of several. */
    private static String said(List<String> all, String one, String several) {
        return names(all) + " " + (all.size() == 1 ? one : several);
    }

    /** The first of the names, and how many there are beside them. */
    private static String names(List<String> all) {
        return all.size() <= 3
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, 3)) + " and " + (all.size() - 3) + " more";
    }
}
