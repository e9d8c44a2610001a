package io.reeve.benchmarks.modules;

import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;

/** A module that has options and does nothing. */
public final class GrowthModule extends MgrModule {
    /** Made by the manager. */
    public GrowthModule(ModuleContext context) {
        super(context);
    }

    @Override
    public void serve() {
        // Only has options.
    }
}
