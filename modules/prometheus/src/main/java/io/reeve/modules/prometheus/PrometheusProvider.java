package io.reeve.modules.prometheus;

import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.PerfCounter;

/** The provider of this module. */
public final class PrometheusProvider implements ModuleProvider {
    /** The option with the lowest priority of counters that are told. */
    static final String PRIORITY = "counter_priority";
    /** The option with the value of the label {@code instance}. */
    static final String INSTANCE = "instance";

    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("prometheus", PrometheusModule.class, PrometheusModule::new)
                .withOptions(
                        ModuleOption.integer(PRIORITY, PerfCounter.USEFUL,
                                "performance counters of at least this priority are told")
                                .between(Integer.toString(PerfCounter.DEBUGONLY),
                                        Integer.toString(PerfCounter.CRITICAL)),
                        ModuleOption.str(INSTANCE, "",
                                "the label instance of the cluster's metrics; empty for the cluster's name"))
                .withNotifyTypes(NotifyType.HEALTH);
    }
}
