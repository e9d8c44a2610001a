package io.reeve.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the form {@code files}: for each manager the commented configuration of the product, with its settings. */
final class ConfigFiles {
    private static final String TEMPLATE = "reeved.yaml";

    private ConfigFiles() {}

    /** The texts by their names. */
    static Map<String, String> of(InitPlan plan) {
        Map<String, String> files = new LinkedHashMap<>();
        for (ManagerPlace manager : plan.managers()) {
            files.put(name(manager), SettingsTemplate.with(TEMPLATE, settings(plan, manager)));
        }
        return files;
    }

    /** The name of the file of a manager. */
    static String name(ManagerPlace manager) {
        return manager.name() + ".yaml";
    }

    private static Map<String, String> settings(InitPlan plan, ManagerPlace manager) {
        Map<String, String> lines = new LinkedHashMap<>();
        set(lines, "id", manager.name());
        set(lines, "zookeeper", plan.zookeeper());
        set(lines, "cluster", plan.cluster());
        set(lines, "http", manager.listens() + ":" + manager.http());
        set(lines, "report", manager.listens() + ":" + manager.report());
        set(lines, "advertise-url", manager.url());
        set(lines, "advertise-report", manager.host() + ":" + manager.report());
        set(lines, "initial-modules", InitPlan.MODULES);
        set(lines, "data", "data-" + manager.name());
        return lines;
    }

    /** Quoted, as a name may be a number or a truth value for YAML; no value has a quote in it. */
    private static void set(Map<String, String> lines, String key, String value) {
        lines.put(key + ":", key + ": \"" + value + "\"");
    }
}
