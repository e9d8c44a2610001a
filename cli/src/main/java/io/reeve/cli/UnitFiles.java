package io.reeve.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the form {@code systemd}: the unit of the product, and its settings for all managers and for each. */
final class UnitFiles {
    /** The unit of a manager, whose name stands behind the @. */
    static final String UNIT = "reeved@.service";
    /** The settings of all managers. */
    static final String SHARED = "reeved.env";

    private UnitFiles() {}

    /** The texts by their names. */
    static Map<String, String> of(InitPlan plan) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(UNIT, JarTexts.read(UNIT));
        files.put(SHARED,
                SettingsTemplate.with(SHARED, Map.of("REEVE_ZOOKEEPER=", "REEVE_ZOOKEEPER=" + plan.zookeeper()))
                        + "\n# The cluster's name in ZooKeeper, and the modules that it starts with.\nREEVE_CLUSTER="
                        + plan.cluster()
                        + "\nREEVE_INITIAL_MODULES=" + InitPlan.MODULES + "\n");
        for (ManagerPlace manager : plan.managers()) {
            files.put(name(manager), String.join("\n",
                    "# The settings of manager " + manager.name() + " alone, which win over those in " + SHARED + ".",
                    "REEVE_HTTP=" + manager.listens() + ":" + manager.http(),
                    "REEVE_REPORT=" + manager.listens() + ":" + manager.report(),
                    "REEVE_ADVERTISE_URL=" + manager.url(),
                    "REEVE_ADVERTISE_REPORT=" + manager.host() + ":" + manager.report(), ""));
        }
        return files;
    }

    /** The name of the file with the settings of one manager. */
    static String name(ManagerPlace manager) {
        return "reeved-" + manager.name() + ".env";
    }
}
