package io.reeve.benchmarks.modules;

import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;

/** Announces module {@code benchfail}. */
public final class FailingProvider implements ModuleProvider {
    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("benchfail", FailingModule.class, FailingModule::new);
    }
}
