package io.reeve.modulehost;

import io.reeve.modulehost.instance.ModuleStats;

/**
 * The status of one enabled module on this manager.
 *
 * @param name    its name
 * @param state   its state
 * @param problem the reason why it does not run, or did not until recently; empty if there is none
 * @param stats   its counters
 */
public record ModuleStatus(String name, ModuleState state, String problem, ModuleStats stats) {
    static ModuleStatus of(RunningModule module) {
        return new ModuleStatus(module.name(), module.state(),
                module.problem().map(RunningModule.Problem::text).orElse(""), module.stats());
    }
}
