package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.ApiVersion;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleCatalogTest {
    @TempDir
    Path dir;
    private Path modules;
    private ModuleCatalog catalog;

    @BeforeEach
    void open() {
        modules = dir.resolve("modules");
        catalog = new ModuleCatalog(List.of(modules), dir.resolve("work"), Duration.ofMinutes(1));
    }

    /** For modules that do not return. */
    private void beImpatient() {
        catalog.close();
        catalog = new ModuleCatalog(List.of(modules), dir.resolve("impatient"), Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        catalog.close();
        System.clearProperty("reeve.test.passed");
        System.clearProperty("reeve.test.tries");
    }

    private LoadError onlyError() {
        catalog.rescan();
        assertThat(catalog.all()).isEmpty();
        assertThat(catalog.errors()).hasSize(1);
        return catalog.errors().getFirst();
    }

    @Test
    void jarBecomesAModuleWithItsCommandsAndOptions() {
        TestModuleJar.module("one", """
                @CliCommand(value = "one hi", desc = "says hi", perm = "r")
                String hi(@CliArg(value = "who", required = false) String who) { return "hi " + who; }
                """)
                .spec(".withOptions(ModuleOption.str(\"color\", \"red\", \"the color\"))")
                .manifest("Implementation-Version", "7.1")
                .writeTo(modules);
        ModuleCatalog.Changes changes = catalog.rescan();
        assertThat(changes.added()).containsExactly("one");
        assertThat(catalog.errors()).isEmpty();
        LoadedModule module = catalog.find("one").orElseThrow();
        assertThat(module.version()).isEqualTo("7.1");
        assertThat(module.commands()).singleElement()
                .satisfies(
                        c -> assertThat(c.cmd()).isEqualTo("one hi name=who,type=CephString,req=false"));
        assertThat(module.options()).extracting("name")
                .containsExactly("color", "log_level", "log_to_file",
                        "log_to_cluster", "log_to_cluster_level");
        assertThat(module.loader()).isNotEqualTo(getClass().getClassLoader());
        assertThat(catalog.available()).singleElement().satisfies(a -> assertThat(a.canRun()).isTrue());
    }

    @Test
    void folderOfJarsIsOneModuleThatSeesAllOfThem() throws IOException {
        Path folder = modules.resolve("two");
        Path library = TestModuleJar.library(folder, "lib.jar", "Helper",
                "public class Helper { public static String help() { return \"help\"; } }");
        TestModuleJar.module("two", "static final String H = Helper.help();")
                .against(library)
                .spec(".withCanRun(() -> CanRun.no(Helper.help()))")
                .writeTo(folder);
        catalog.rescan();
        assertThat(catalog.errors()).isEmpty();
        assertThat(catalog.find("two").orElseThrow().canRun().reason()).isEqualTo("help");
    }

    @Test
    void moduleSeesNothingOfTheManagerAndItsLibraries() {
        TestModuleJar.module("spy")
                .spec(".withCanRun(() -> CanRun.no(Probe.look()))")
                .type("Probe",
                        """
                                class Probe { static String look() {
                                    StringBuilder seen = new StringBuilder();
                                    for (String name : List.of("io.reeve.modulehost.instance.HostServices", "io.reeve.modulehost.catalog.ModuleCatalog",
                                            "com.fasterxml.jackson.databind.ObjectMapper", "ch.qos.logback.classic.Logger",
                                            "org.junit.jupiter.api.Test", "org.slf4j.Logger", "io.reeve.api.command.Command",
                                            "java.sql.Connection", "com.sun.net.httpserver.HttpHandler")) {
                                        try { Class.forName(name); seen.append(name).append(' '); } catch (ClassNotFoundException e) { }
                                    }
                                    if (Probe.class.getClassLoader().getResource("logback-test.xml") != null) seen.append("resource ");
                                    return seen.toString(); } }
                                """)
                .writeTo(modules);
        catalog.rescan();
        assertThat(catalog.find("spy").orElseThrow().canRun().reason()).isEqualTo("org.slf4j.Logger "
                + "io.reeve.api.command.Command java.sql.Connection com.sun.net.httpserver.HttpHandler ");
    }

    @Test
    void fileThatIsNoJarIsReported() throws IOException {
        Files.createDirectories(modules);
        Files.writeString(modules.resolve("bad.jar"), "this is not a jar");
        assertThat(onlyError().reason()).startsWith("bad.jar is not a jar: ");
        assertThat(onlyError().message()).contains(modules.resolve("bad.jar").toString(), "To mend it: ");
    }

    @Test
    void jarWithoutProviderIsReported() throws IOException {
        TestModuleJar.library(modules, "lib.jar", "X", "class X {}");
        assertThat(onlyError().reason()).contains("it has no META-INF/services/io.reeve.api.ModuleProvider");
    }

    @Test
    void jarWithoutApiVersionIsToldWhatToAdd() {
        TestModuleJar.module("m").manifest(ApiVersion.MANIFEST_ATTRIBUTE, null).writeTo(modules);
        assertThat(onlyError().fix()).contains("add 'Reeve-Api-Version: [0.1,0.2)' to its manifest");
    }

    @Test
    void jarForANewerApiIsToldWhatThisManagerHas() {
        TestModuleJar.module("m").manifest(ApiVersion.MANIFEST_ATTRIBUTE, "[0.2,0.3)").writeTo(modules);
        assertThat(onlyError().reason()).isEqualTo("it needs module API [0.2,0.3), and this manager has 0.1");
        assertThat(onlyError().fix()).contains("build it against reeve-api 0.1");
    }

    @Test
    void rangeThatIsNoIntervalIsRefusedWithAnExample() {
        TestModuleJar.module("m").manifest(ApiVersion.MANIFEST_ATTRIBUTE, "0.1").writeTo(modules);
        assertThat(onlyError().reason()).contains("'0.1' is not an interval such as [0.1,0.2)");
    }

    @Test
    void providerThatDoesNotExistThrowsOrHangsIsReported() throws IOException {
        TestModuleJar.module("m1").provider("mod.Nobody").writeTo(modules);
        assertThat(onlyError().reason()).contains("mod.Nobody not found");
        TestModuleJar.module("m1")
                .type("Provider", "public class Provider implements ModuleProvider { "
                        + "public ModuleSpec spec() { throw new StackOverflowError(\"deep\"); } }")
                .writeTo(modules);
        assertThat(onlyError().reason()).isEqualTo("StackOverflowError: deep");
        TestModuleJar.module("m1")
                .type("Provider", "public class Provider implements ModuleProvider { "
                        + "public ModuleSpec spec() { return null; } }")
                .writeTo(modules);
        assertThat(onlyError().reason()).contains("returned null");
        beImpatient();
        TestModuleJar.module("m1")
                .type("Provider", "public class Provider implements ModuleProvider { "
                        + "public ModuleSpec spec() { while (true) { Thread.onSpinWait(); if (Thread.interrupted()) break; } "
                        + "return null; } }")
                .writeTo(modules);
        assertThat(onlyError().reason()).contains("did not return within 2000 ms");
    }

    @Test
    void missingLibraryIsReportedWithWhereToPutIt() throws IOException {
        Path library = TestModuleJar.library(dir.resolve("elsewhere"), "lib.jar", "Helper",
                "public class Helper { public static final Object X = 1; }");
        TestModuleJar.module("m", "Helper field; Helper get() { return field; }").against(library).writeTo(modules);
        assertThat(onlyError().reason()).contains("mod.Helper");
        assertThat(onlyError().fix()).contains("put the jar with that class beside the module's jar");
    }

    @Test
    void badSpecAndBadCommandAreReported() {
        TestModuleJar.module("m")
                .spec(".withOptions(ModuleOption.str(\"log_level\", \"\", \"mine\"))")
                .writeTo(modules);
        assertThat(onlyError().reason()).contains("option 'log_level' of module 'm' is declared twice");
        TestModuleJar.module("m", "@CliCommand(value = \"m x\", desc = \"d\") void x(String plain) {}")
                .writeTo(modules);
        assertThat(onlyError().reason()).contains("has no @CliArg: add @CliArg");
        TestModuleJar.module("M").writeTo(modules, "m.jar");
        assertThat(onlyError().reason()).contains("module name 'M' is not usable");
    }

    @Test
    void commandThatClaimsToBeAnsweredByAnyNodeIsRefusedWithItsNameAndTheFix() {
        TestModuleJar.module("m", "@CliCommand(value = \"m x\", desc = \"d\", "
                + "flags = CommandDescriptor.Flag.ANY_NODE) void x() {}").writeTo(modules);
        assertThat(onlyError().reason()).startsWith("command 'm x' of module 'm' has the flag ANY_NODE");
        assertThat(onlyError().fix()).isEqualTo("remove the flag from that command");
        TestModuleJar.module("m")
                .spec(".withCommands(new CommandDescriptor(\"m y\", \"d\", \"r\", "
                        + "java.util.Set.of(CommandDescriptor.Flag.ANY_NODE)))")
                .writeTo(modules);
        assertThat(onlyError().reason()).startsWith("command 'm y' of module 'm' has the flag ANY_NODE");
    }

    @Test
    void reservedNameIsRefused() {
        TestModuleJar.module("config-key").writeTo(modules);
        assertThat(onlyError().reason()).contains("'config-key' is reserved");
    }

    @Test
    void firstOfTwoWithOneNameWinsAndTheOtherIsReportedWithBothPlaces() throws IOException {
        Path first = TestModuleJar.module("same").writeTo(modules, "a.jar");
        Path second = TestModuleJar.module("same").writeTo(modules, "b.jar");
        catalog.rescan();
        assertThat(catalog.find("same").orElseThrow().path()).isEqualTo(first);
        assertThat(catalog.errors()).singleElement()
                .satisfies(e -> assertThat(e.message()).contains(first.toString(), second.toString()));
        Files.delete(first);
        catalog.rescan();
        assertThat(catalog.find("same").orElseThrow().path()).isEqualTo(second);
        assertThat(catalog.errors()).isEmpty();
    }

    @Test
    void canRunIsAskedOnceAndAFailingOrHangingOneMeansNo() {
        beImpatient();
        TestModuleJar.module("no").spec(".withCanRun(() -> CanRun.no(\"install foo\"))").writeTo(modules);
        TestModuleJar.module("throws")
                .spec(".withCanRun(() -> { throw new NoClassDefFoundError(\"x\"); })")
                .writeTo(modules);
        TestModuleJar.module("hangs")
                .spec(".withCanRun(() -> { try { Thread.sleep(60000); } "
                        + "catch (InterruptedException e) { } return CanRun.YES; })")
                .writeTo(modules);
        catalog.rescan();
        assertThat(catalog.available()).extracting("name", "canRun", "errorString")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("hangs", false, "its canRun did not return within 1000 ms"),
                        org.assertj.core.groups.Tuple.tuple("no", false, "install foo"),
                        org.assertj.core.groups.Tuple.tuple("throws", false,
                                "its canRun threw NoClassDefFoundError: x"));
    }

    @Test
    void rescanFindsWhatCameWentAndChanged() throws IOException {
        Path one = TestModuleJar.module("one").writeTo(modules);
        TestModuleJar.module("two").manifest("Implementation-Version", "1").writeTo(modules);
        catalog.rescan();
        assertThat(catalog.rescan().none()).isTrue();
        Files.delete(one);
        TestModuleJar.module("two").manifest("Implementation-Version", "2").writeTo(modules);
        TestModuleJar.module("three").writeTo(modules);
        ModuleCatalog.Changes changes = catalog.rescan();
        assertThat(changes.added()).containsExactly("three");
        assertThat(changes.removed()).containsExactly("one");
        assertThat(changes.changed()).containsExactly("two");
        assertThat(catalog.find("two").orElseThrow().version()).isEqualTo("2");
        assertThat(catalog.find("one")).isEmpty();
    }

    @Test
    void jarThatWasMendedIsLoadedByTheNextRescan() throws IOException {
        Files.createDirectories(modules);
        Files.writeString(modules.resolve("late.jar"), "half a jar");
        onlyError();
        TestModuleJar.module("late").writeTo(modules);
        catalog.rescan();
        assertThat(catalog.errors()).isEmpty();
        assertThat(catalog.find("late")).isPresent();
    }

    @Test
    void changedJarOfARunningModuleCountsFromItsNextStart() throws IOException {
        TestModuleJar.module("m").manifest("Implementation-Version", "1").writeTo(modules);
        catalog.rescan();
        LoadedModule running = catalog.acquire("m").orElseThrow();
        TestModuleJar.module("m").manifest("Implementation-Version", "2").writeTo(modules);
        assertThat(catalog.rescan().changed()).containsExactly("m");
        assertThat(catalog.find("m").orElseThrow()).isSameAs(running);
        catalog.release(running, false);
        assertThat(catalog.find("m").orElseThrow().version()).isEqualTo("2");
    }

    @Test
    void aPipeInPlaceOfAJarCostsOnlyItself() throws Exception {
        TestModuleJar.module("good").writeTo(modules);
        Path pipe = modules.resolve("pipe.jar");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        catalog.rescan();
        assertThat(catalog.all()).extracting(LoadedModule::name).containsExactly("good");
        assertThat(catalog.errors()).singleElement()
                .satisfies(e -> assertThat(e.message()).isEqualTo(pipe + " is not loaded: " + pipe
                        + " is not a regular file. To mend it: put a jar there, or remove it"))
                .satisfies(e -> assertThat(e.ofDisk()).isTrue());
        Files.delete(pipe);
        catalog.rescan();
        assertThat(catalog.errors()).isEmpty();
    }

    @Test
    void aLoadThatFailedInPassingIsTriedAgainByARescan() {
        passing("m", "throw new IllegalStateException(\"in passing\")");
        assertThat(onlyError().reason()).isEqualTo("IllegalStateException: in passing");
        System.setProperty("reeve.test.passed", "yes");
        assertThat(catalog.rescan().added()).containsExactly("m");
        assertThat(catalog.errors()).isEmpty();
        assertThat(catalog.find("m")).isPresent();
    }

    @Test
    void aProviderThatHungIsLeftWithOneThreadAndIsLoadedOnceItIsFree() {
        beImpatient();
        passing("m", "while (System.getProperty(\"reeve.test.passed\") == null) { "
                + "Thread.interrupted(); Thread.onSpinWait(); }");
        assertThat(onlyError().reason()).contains("did not return within 2000 ms");
        assertThat(onlyError().reason()).contains("did not return within 2000 ms");
        assertThat(threadsThatLoad("m.jar")).hasSize(1);
        System.setProperty("reeve.test.passed", "yes");
        await().until(() -> threadsThatLoad("m.jar").isEmpty());
        catalog.rescan();
        assertThat(catalog.find("m")).isPresent();
    }

    private static List<Thread> threadsThatLoad(String file) {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(t -> t.getName().equals("reeve-module-load-" + file))
                .toList();
    }

    @Test
    void aModuleThatCouldNotRunIsAskedAgainByARescanAndBeforeAStart() {
        TestModuleJar.module("m")
                .spec(".withCanRun(() -> System.getProperty(\"reeve.test.passed\") != null ? CanRun.YES "
                        + ": CanRun.no(\"not yet\"))")
                .writeTo(modules);
        catalog.rescan();
        assertThat(catalog.find("m").orElseThrow().canRun().reason()).isEqualTo("not yet");
        System.setProperty("reeve.test.passed", "yes");
        LoadedModule started = catalog.acquire("m").orElseThrow();
        assertThat(started.canRun().ok()).isTrue();
        assertThat(catalog.look().changed()).containsExactly("m");
        catalog.release(started, true);
        assertThat(catalog.rescan().none()).isTrue();
    }

    @Test
    void whatFailedIsTriedAgainLessAndLessOftenWithoutBeingAskedFor() {
        AtomicLong now = new AtomicLong();
        try (ModuleCatalog timed = new ModuleCatalog(List.of(modules), dir.resolve("other"), Duration.ofSeconds(2),
                now::get)) {
            passing("m",
                    "System.setProperty(\"reeve.test.tries\", Integer.getInteger(\"reeve.test.tries\", 0) + 1 + \"\");"
                            + " throw new IllegalStateException(\"in passing\")");
            for (int second = 0; second < 100; second++) {
                now.set(Duration.ofSeconds(second).toNanos());
                timed.look();
            }
            assertThat(Integer.getInteger("reeve.test.tries")).isEqualTo(4); // at 0, 11, 31 and 71 s
            System.setProperty("reeve.test.passed", "yes");
            now.set(Duration.ofSeconds(152).toNanos());
            assertThat(timed.look().added()).containsExactly("m");
        }
    }

    /** A module whose provider does this as long as it has not passed. */
    private void passing(String name, String trouble) {
        TestModuleJar.module(name)
                .type("Provider", "public class Provider implements ModuleProvider { public ModuleSpec spec() { "
                        + "if (System.getProperty(\"reeve.test.passed\") == null) { " + trouble + "; } "
                        + "return ModuleSpec.of(\"" + name + "\", Main.class, Main::new); } }")
                .writeTo(modules);
    }

    @Test
    void missingModulePathHoldsNoModules() {
        assertThat(catalog.rescan().none()).isTrue();
        assertThat(catalog.errors()).isEmpty();
    }
}
