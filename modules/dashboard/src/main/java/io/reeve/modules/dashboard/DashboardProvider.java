package io.reeve.modules.dashboard;

import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;
import io.reeve.api.NotifyType;

/** The provider of this module, named in {@code META-INF/services/io.reeve.api.ModuleProvider}. */
public final class DashboardProvider implements ModuleProvider {
    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("dashboard", DashboardModule.class, DashboardModule::new)
                .withNotifyTypes(NotifyType.CLOG);
    }
}
