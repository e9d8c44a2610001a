package io.reeve.modules.hello;

import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;

/** The provider of this module, named in {@code META-INF/services/io.reeve.api.ModuleProvider}. */
public final class HelloProvider implements ModuleProvider {
    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("hello", HelloModule.class, HelloModule::new)
                .withStandby(HelloStandby::new)
                .withOptions(ModuleOption.str("greeting", "Hello", "the word to greet with"));
    }
}
