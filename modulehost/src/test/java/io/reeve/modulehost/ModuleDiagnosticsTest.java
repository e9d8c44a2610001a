package io.reeve.modulehost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ModuleOption;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleDiagnosticsTest {
    private static final String SECRET = "hunter2";

    @TempDir
    Path dir;

    @Test
    void aValueIsToldByTheTypeOfItsOptionWhateverItIsCalled() throws Exception {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")
                .spec(".withOptions(ModuleOption.integer(\"password\", 3, \"d\"), "
                        + "ModuleOption.str(\"harmless\", \"dflt\", \"d\"), "
                        + "ModuleOption.str(\"mode\", \"fast\", \"d\").oneOf(\"fast\", \"slow\"))"))
                .run("m")) {
            ModuleOptions options = new ModuleOptions(f.catalog, f.services,
                    List.of(ModuleOption.str("log_level", "info", "d").oneOf("info", "debug")));
            options.set("m", "harmless", SECRET);
            options.set("m", "a/harmless", SECRET);
            f.services.set("config/mgr/gone/option", SECRET.getBytes(UTF_8));
            f.services.set("config/mgr/m/password", SECRET.getBytes(UTF_8));
            String told = read(f, options, "options.json");
            assertThat(told).contains("name=mgr/m/password, type=int, source=default, is_set=true, value=3",
                    "name=mgr/m/harmless, type=str, source=manager, is_set=true}",
                    "name=mgr/m/mode, type=str, source=default, is_set=true, value=fast",
                    "name=log_level, type=str, source=default, is_set=true, value=info",
                    "stored_without_declaration=2").doesNotContain(SECRET, "dflt");
        }
    }

    @Test
    void noValueOfAnOptionWithTheTagSecretIsTold() throws Exception {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")
                .spec(".withOptions(ModuleOption.integer(\"pin\", 4711, \"d\").tagged(\"secret\"), "
                        + "ModuleOption.bool(\"traitor\", true, \"d\").tagged(\"secret\"), "
                        + "ModuleOption.str(\"word\", \"plum\", \"d\").oneOf(\"plum\", \"fig\").tagged(\"secret\"))"))
                .run("m")) {
            ModuleOptions options = new ModuleOptions(f.catalog, f.services);
            options.set("m", "word", "fig");
            String told = read(f, options, "options.json");
            assertThat(told).contains("name=mgr/m/pin, type=int, source=default, is_set=true}",
                    "name=mgr/m/traitor, type=bool, source=default, is_set=true}",
                    "name=mgr/m/word, type=str, source=cluster, is_set=true}");
        }
    }

    @Test
    void modulesAreToldWithTheirStatesAndErrors() throws Exception {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m", ""))
                .add(TestModuleJar.module("bad", "{ if (true) throw new IllegalStateException(\"broken\"); }"))
                .run("m", "bad")) {
            f.awaitState("bad", ModuleState.FAILED);
            assertThat(read(f, new ModuleOptions(f.catalog, f.services), "modules.json")).contains("enabled=[m, bad]",
                    "module=m, state=running", "module=bad, state=failed", "broken", "load_errors=[]");
        }
    }

    private static String read(HostFixture f, ModuleOptions options, String file) throws Exception {
        return ModuleDiagnostics.of(f.catalog, () -> List.of("m", "bad"), f.host::status, options)
                .stream()
                .filter(section -> section.file().equals(file))
                .map(DiagnosticSection::source)
                .findFirst()
                .orElseThrow()
                .read()
                .toString();
    }
}
