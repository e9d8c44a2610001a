package io.reeve.benchmarks.modules;

import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;

/** Announces module {@code bench}. */
public final class BenchProvider implements ModuleProvider {
    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("bench", BenchModule.class, BenchModule::new);
    }
}
