package io.reeve.benchmarks.modules;

import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;

/** Fails again and again, as often as the manager starts it. */
public final class FailingModule extends MgrModule {
    /** Made by the manager. */
    public FailingModule(ModuleContext context) {
        super(context);
    }

    @Override
    public void serve() {
        throw new IllegalStateException("this module always fails");
    }
}
