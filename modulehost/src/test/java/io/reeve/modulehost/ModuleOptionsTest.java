package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.ModuleOption;
import io.reeve.api.UnknownOptionException;
import io.reeve.modulehost.options.ModuleLogging;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.options.ModuleOptions.Source;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class ModuleOptionsTest {
    @TempDir
    Path dir;
    private HostFixture f;
    private ModuleOptions options;

    @BeforeEach
    void open() {
        f = new HostFixture(dir).add(TestModuleJar.module("m")
                .spec(".withOptions("
                        + "ModuleOption.integer(\"size\", 3, \"d\").between(\"1\", \"9\"), "
                        + "ModuleOption.of(\"nothing\", ModuleOption.Type.STR, null, \"d\").atStartOnly())"))
                .run();
        options = new ModuleOptions(f.catalog, f.services);
    }

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void localValueGoesBeforeTheClustersAndThatBeforeTheDefault() {
        assertThat(options.getLocalized("m", "size").asLong()).isEqualTo(3);
        options.set("m", "size", "4");
        options.set("m", "a/size", "5");
        options.set("m", "b/size", "6");
        assertThat(options.get("m", "size").asLong()).isEqualTo(4);
        assertThat(options.getLocalized("m", "size").asLong()).isEqualTo(5);
        assertThat(options.inForce("m").getFirst().source()).isEqualTo(Source.MANAGER);
        options.set("m", "a/size", null);
        assertThat(options.inForce("m").getFirst().source()).isEqualTo(Source.CLUSTER);
        assertThat(options.remove("m", "size")).isTrue();
        assertThat(options.remove("m", "size")).isFalse();
        assertThat(options.inForce("m").getFirst().source()).isEqualTo(Source.DEFAULT);
        assertThat(options.get("m", "nothing").isSet()).isFalse();
    }

    @Test
    void optionsOfTheManagersTogetherHaveKeysWithoutAModule() {
        ModuleOptions all = new ModuleOptions(f.catalog, f.services,
                List.of(ModuleOption.integer("size", 5, "d").between("1", "9")));
        assertThat(all.getLocalized(ModuleOptions.MANAGERS, "size").asLong()).isEqualTo(5);
        all.set(ModuleOptions.MANAGERS, "size", "7");
        f.services.set("config/mgr/a/size", new byte[]{'8'});
        assertThat(f.services.get("config/mgr/size")).hasValue(new byte[]{'7'});
        assertThat(all.getLocalized(ModuleOptions.MANAGERS, "size").asLong()).isEqualTo(7);
        assertThat(all.get("m", "size").asLong()).as("a module's of the same name").isEqualTo(3);
        assertThat(all.inForce()).extracting(ModuleOptions.InForce::fullName).startsWith("size", "mgr/m/size");
        assertThat(all.dump()).filteredOn(ModuleOptions.Stored::known)
                .extracting(ModuleOptions.Stored::fullName)
                .containsExactly("size");
        assertThatThrownBy(() -> all.set(ModuleOptions.MANAGERS, "size", "10")).hasMessageContaining("at most 9");
        assertThatThrownBy(() -> all.get(ModuleOptions.MANAGERS, "nope")).isInstanceOf(UnknownOptionException.class)
                .hasMessageContaining("size");
        assertThat(all.remove(ModuleOptions.MANAGERS, "size")).isTrue();
        assertThat(all.get(ModuleOptions.MANAGERS, "size").asLong()).isEqualTo(5);
    }

    @Test
    void wrongValuesAndNamesAreRefusedAndNothingIsStored() {
        assertThatThrownBy(() -> options.set("m", "size", "10")).hasMessageContaining("'10' is not at most 9");
        assertThatThrownBy(() -> options.set("m", "a/size", "x")).hasMessageContaining("'x' is not a whole number");
        assertThatThrownBy(() -> options.set("m", "a/b/size", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.set("m", "nope", "1")).isInstanceOf(UnknownOptionException.class)
                .hasMessageStartingWith(
                        "Config option 'nope' is not in m.MODULE_OPTIONS; it has: size, nothing, log_level");
        assertThatThrownBy(() -> options.get("zzz", "nope")).isInstanceOf(UnknownOptionException.class);
        assertThat(f.services.store).isEmpty();
    }

    @Test
    void garbageThatSomebodyStoredCountsAsNotSet() {
        f.services.put("config/mgr/m/size", "many");
        f.services.put("config/mgr/gone/size", "1");
        assertThat(options.get("m", "size").asLong()).isEqualTo(3);
        assertThat(options.dump()).extracting(ModuleOptions.Stored::known).containsExactly(false, false);
        assertThat(options.remove("gone", "size")).isTrue();
    }

    @Test
    void setTellsWhetherARestartIsNeeded() {
        assertThat(options.set("m", "size", "1").runtime()).isTrue();
        assertThat(options.set("m", "nothing", "1").runtime()).isFalse();
        assertThat(options.dump()).extracting(ModuleOptions.Stored::key)
                .containsExactly("config/mgr/m/nothing",
                        "config/mgr/m/size");
    }

    @Test
    void changedKeysConcernTheirModuleOnTheirManager() {
        assertThat(ModuleOptions.modulesOf(List.of("config/mgr/m/x", "config/mgr/n/a/x", "config/mgr/o/b/x", "mgr/p/x",
                "config/mgr/"), "a")).containsExactly("m", "n");
    }

    @ParameterizedTest
    @CsvSource({"debug,DEBUG", "20,DEBUG", "info,INFO", "4,INFO", "warn,WARN", "1,WARN", "error,ERROR", "0,ERROR",
            "critical,ERROR"})
    void levelsHaveNamesAndSeverityNumbers(String text, Level level) {
        assertThat(options.set("m", "log_level", text).name()).isEqualTo("log_level");
        assertThat(ModuleLogging.level(text)).isEqualTo(level);
    }
}
