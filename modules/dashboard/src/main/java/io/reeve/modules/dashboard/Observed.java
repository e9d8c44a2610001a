package io.reeve.modules.dashboard;

import io.reeve.api.OptionValue;
import io.reeve.api.cluster.ClusterView;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the module has observed by itself, beside the state of the cluster.
 *
 * @param silent the daemons that have missed several reports
 * @param clocks the standbys whose clocks differ: by how many milliseconds at least; above 0 if they are ahead
 * @param states the states of the enabled modules, as {@code mgr module ls} prints them
 */
record Observed(Set<String> silent, SortedMap<String, Long> clocks, Map<String, String> states) {
    /** The daemons that are silent by the options {@code stats_period} and {@code silent_periods} that are in force. */
    static Set<String> silent(ClusterView view, CounterHistory counters) {
        Map<String, Object> config = Values.map(view.get("config"));
        double period = option(config, "stats_period", "5s").asDuration().toMillis() / 1000.0;
        return counters.silent(period, option(config, "silent_periods", "4").asLong());
    }

    private static OptionValue option(Map<String, Object> config, String name, String otherwise) {
        return OptionValue.of(name, Values.text(config.getOrDefault(name, otherwise)));
    }
}
