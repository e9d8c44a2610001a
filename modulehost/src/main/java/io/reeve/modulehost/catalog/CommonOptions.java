package io.reeve.modulehost.catalog;

import io.reeve.api.ModuleOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The options that every module has: those of its log. */
final class CommonOptions {
    private static final String[] LEVELS = {"debug", "info", "warn", "warning", "error", "critical", "20", "4", "1",
            "0"};
    private static final List<ModuleOption> COMMON = List.of(
            ModuleOption.of("log_level", ModuleOption.Type.STR, "", "level of the module's log; empty: the manager's")
                    .oneOf(withEmpty(LEVELS)),
            ModuleOption.bool("log_to_file", false, "also log to a file of the module's own"),
            ModuleOption.bool("log_to_cluster", false, "also log to the cluster log"),
            ModuleOption.str("log_to_cluster_level", "info", "least level that goes to the cluster log")
                    .oneOf(LEVELS));

    private CommonOptions() {}

    /**
     * A module's own options, followed by the common ones.
     *
     * @throws IllegalArgumentException if an option is declared twice, or has the name of a common one
     */
    static List<ModuleOption> addedTo(String module, List<ModuleOption> own) {
        List<ModuleOption> all = new ArrayList<>(own);
        all.addAll(COMMON);
        Set<String> names = new TreeSet<>();
        for (ModuleOption option : all) {
            if (!names.add(option.name())) {
                throw new IllegalArgumentException("option '" + option.name() + "' of module '" + module
                        + "' is declared twice, or is one that every module has: "
                        + COMMON.stream().map(ModuleOption::name).collect(Collectors.joining(", ")));
            }
        }
        return List.copyOf(all);
    }

    private static String[] withEmpty(String[] levels) {
        String[] all = new String[levels.length + 1];
        all[0] = "";
        System.arraycopy(levels, 0, all, 1, levels.length);
        return all;
    }
}
