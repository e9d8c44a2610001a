package io.reeve.modulehost;

import io.reeve.modulehost.instance.ModuleStats;

/**
 * How one enabled module is doing on this manager.
 *
 * @param name    its name
 * @param state   where it stands
 * @param problem why it does not run as it should, or has not until a minute ago; empty otherwise
 * @param stats   its counters
 */
public record ModuleStatus(String name, ModuleState state, String problem, ModuleStats stats) {
    static ModuleStatus of(RunningModule module) {
        return new ModuleStatus(module.name(), module.state(),
                module.problem().map(RunningModule.Problem::text).orElse(""), module.stats());
    }
}
