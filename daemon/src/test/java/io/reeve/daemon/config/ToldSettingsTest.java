package io.reeve.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ToldSettingsTest {
    /** The settings that diagnostics do not tell, since a secret may stand there or in what they lead to. */
    private static final Set<String> NOT_TOLD = Set.of();

    @Test
    void eachSettingIsToldOrKeptBackOnPurpose() {
        Set<String> decided = new TreeSet<>(NOT_TOLD);
        Settings.TOLD.forEach(setting -> decided.add(setting.name()));
        Settings.OPTIONS.forEach(option -> decided.add(option.name())); // told with the options of modules, by their type
        assertThat(Settings.ALL).as("a new setting: may diagnostics tell its value?")
                .allSatisfy(setting -> assertThat(decided).contains(setting.name()));
        assertThat(Settings.TOLD).noneMatch(setting -> NOT_TOLD.contains(setting.name()));
    }

    @Test
    void whatIsToldHasTheValuesInForce() throws Exception {
        ManagerConfig config = ConfigLoader.load(Map.of("id", "a", "zookeeper", "zk1:2181"), Map.of(), List.of(),
                false);
        assertThat(config.told()).containsEntry("id", "a")
                .containsEntry("zookeeper", "zk1:2181")
                .containsEntry("session-timeout", "6000ms")
                .doesNotContainKey("stats-period");
    }
}
