package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules leave in the process after they have stopped. */
class ModuleLeftoverTest {
    @TempDir
    Path dir;

    @AfterEach
    void free() {
        System.clearProperty("reeve.test.go");
    }

    @Test
    void threadsOfStaticInitialisersAreCountedAndNamedUntilTheyEnd() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m").type("Provider", """
                public class Provider implements ModuleProvider {
                    static { Thread t = new Thread(() -> { while (System.getProperty("reeve.test.go") == null) {
                        try { Thread.sleep(5); } catch (InterruptedException e) { } } }, "stray");
                        t.setDaemon(true); t.start(); }
                    public ModuleSpec spec() { return ModuleSpec.of("m", Main.class, Main::new); } }
                """)).run("m")) {
            assertThat(f.check("MGR_MODULE_LEFTOVER")).isEmpty();
            f.host.restart("m");
            f.host.restart("m");
            await().untilAsserted(() -> assertThat(f.summary("MGR_MODULE_LEFTOVER"))
                    .startsWith("Module 'm' has left behind 2 threads such as 'stray' and 0 class loaders"));
            assertThat(f.catalog.leftovers()).singleElement().satisfies(l -> assertThat(l.threads()).isEqualTo(2));
            System.setProperty("reeve.test.go", "");
            await().until(() -> f.check("MGR_MODULE_LEFTOVER").isEmpty());
        }
    }

    @Test
    void aJarThatCannotBeLoadedIsNotLoadedAgainWhileAThreadOfTheLastAttemptLives() {
        System.clearProperty("reeve.test.attempts");
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")
                .type("Provider",
                        """
                                public class Provider implements ModuleProvider {
                                    static { System.setProperty("reeve.test.attempts", System.getProperty("reeve.test.attempts", "") + "x");
                                        Thread t = new Thread(() -> { while (System.getProperty("reeve.test.go") == null) {
                                        try { Thread.sleep(5); } catch (InterruptedException e) { } } }, "stray");
                                        t.setDaemon(true); t.start(); }
                                    public ModuleSpec spec() { throw new IllegalStateException("broken"); } }
                                """))) {
            for (int i = 0; i < 3; i++) {
                var _ = f.catalog.rescan();
            }
            assertThat(System.getProperty("reeve.test.attempts")).isEqualTo("x");
            assertThat(f.catalog.errors()).singleElement().satisfies(e -> assertThat(e.message()).contains("broken"));
            System.setProperty("reeve.test.go", "");
            await().until(() -> f.catalog.leftovers().stream().allMatch(left -> left.threads() == 0));
            var _ = f.catalog.rescan();
            assertThat(System.getProperty("reeve.test.attempts")).isEqualTo("xx");
        } finally {
            System.clearProperty("reeve.test.attempts");
        }
    }

    @Test
    void aThreadThatEndsWhenItIsInterruptedIsNotLeft() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                static { Thread t = new Thread(() -> { try { Thread.sleep(100_000); }
                    catch (InterruptedException e) { } }); t.setDaemon(true); t.start(); }
                """)).run("m")) {
            f.host.disable("m");
            await().until(() -> f.catalog.leftovers().isEmpty());
        }
    }

    @Test
    void aJdbcDriverIsDeregisteredWithItsModule() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                static { try { java.sql.DriverManager.registerDriver(new Db()); }
                    catch (java.sql.SQLException e) { throw new IllegalStateException(e); } }
                """).type("Db", """
                public class Db implements java.sql.Driver {
                    public java.sql.Connection connect(String u, Properties p) { return null; }
                    public boolean acceptsURL(String u) { System.setProperty("reeve.test.asked", u); return false; }
                    public java.sql.DriverPropertyInfo[] getPropertyInfo(String u, Properties p) { return null; }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 1; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; } }
                """)).run("m")) {
            assertThat(registered()).contains("mod.Db");
            f.host.disable("m");
            await().until(() -> !registered().contains("mod.Db"));
        }
    }

    /** All drivers, also those that the JDK shows only to their own class loader. */
    private static String registered() {
        java.io.StringWriter said = new java.io.StringWriter();
        java.sql.DriverManager.setLogWriter(new java.io.PrintWriter(said));
        try {
            var _ = java.sql.DriverManager.getDriver("reeve:none");
        } catch (java.sql.SQLException e) {
            return said.toString();
        } finally {
            java.sql.DriverManager.setLogWriter(null);
        }
        return said.toString();
    }

    @Test
    void aResourceThatAModuleHasReadDoesNotKeepItsDeletedJarOpen() throws Exception {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                { try (java.io.InputStream in = Main.class.getResource("Main.class").openStream()) { in.read(); }
                    catch (java.io.IOException e) { throw new IllegalStateException(e); } }
                """)).run("m")) {
            assertThat(f.state("m")).isEqualTo(ModuleState.RUNNING);
            f.host.disable("m");
            await().untilAsserted(() -> assertThat(openAndDeleted()).isEmpty());
        }
    }

    private java.util.List<String> openAndDeleted() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(ModuleLeftoverTest::target)
                    .filter(t -> t.startsWith(dir.toString()) && t.endsWith("(deleted)"))
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
