package io.reeve.cluster.daemon;

import io.reeve.api.ModuleOption;
import io.reeve.api.OptionValue;
import java.util.List;
import java.util.function.Function;

/**
 * The options about daemons that report: {@code config set mgr NAME VALUE} sets one for the cluster, at run time. An
 * option that is not set for the cluster has the value of the active's own setting of the same name.
 */
public final class DaemonOptions {
    private static final ModuleOption PERIOD = duration("stats_period", "5s",
            "How often daemons are to report.").between("100ms", "5min");
    private static final ModuleOption THRESHOLD = ModuleOption.integer("stats_threshold", 5,
            "The least priority of the counters that daemons are to report.").between("0", "10");
    private static final ModuleOption SERVICE_GRACE = duration("service_grace", "1min",
            "How long a service daemon that says nothing stays listed.").between("1s", "24h");
    private static final ModuleOption CLOSED_PERIODS = ModuleOption.integer("closed_periods", 2,
            "How many report periods after its session closed a daemon that has not returned counts as gone.")
            .between("1", "1000");
    private static final ModuleOption SILENT_PERIODS = ModuleOption.integer("silent_periods", 4,
            "After how many report periods without a report a daemon counts as silent, and as gone from its map.")
            .between("2", "1000");
    private static final ModuleOption TAKEOVER_GRACE = duration("takeover_grace", "20s",
            "How long a new active waits, at least, before it counts daemons that it has not heard from as gone.")
            .between("0s", "1h");

    /** All options, in the order of the documents. */
    public static final List<ModuleOption> ALL = List.of(PERIOD, THRESHOLD, SERVICE_GRACE, CLOSED_PERIODS,
            SILENT_PERIODS,
            TAKEOVER_GRACE);

    private DaemonOptions() {}

    private static ModuleOption duration(String name, String value, String description) {
        return ModuleOption.of(name, ModuleOption.Type.SECS, value, description);
    }

    /** The default of an option. */
    static OptionValue defaultOf(String name) {
        ModuleOption option = ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        return OptionValue.of(name, option.defaultValue());
    }

    /** The settings of daemons, from the values of the options by name. */
    public static DaemonSettings settings(Function<String, OptionValue> values) {
        return new DaemonSettings(values.apply(PERIOD.name()).asDuration(),
                (int) values.apply(THRESHOLD.name()).asLong(), values.apply(SERVICE_GRACE.name()).asDuration(),
                (int) values.apply(CLOSED_PERIODS.name()).asLong(),
                (int) values.apply(SILENT_PERIODS.name()).asLong(), values.apply(TAKEOVER_GRACE.name()).asDuration());
    }
}
