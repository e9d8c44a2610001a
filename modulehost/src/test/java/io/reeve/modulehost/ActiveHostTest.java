package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.NotifyType;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.ModuleChange.ChangeOutcome;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveHostTest {
    @TempDir
    Path dir;

    @Test
    void enabledModuleServesAndAnswersItsCommands() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar
                .module("m",
                        """
                                public void serve() throws Exception { setStoreText("thread", Thread.currentThread().getName());
                                    while (pause(Duration.ofHours(1))) { } setStoreText("ended", "yes"); }
                                public void shutdown() { setStoreText("shutdown", Thread.currentThread().getName()); }
                                @CliCommand(value = "m hi", desc = "d") String hi(@CliArg(value = "who", required = false) String who) {
                                    return "hi " + who + " on " + Thread.currentThread().getName() + " with "
                                        + (Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()); }
                                public HandleCommandResult handleCommand(Command c) { return HandleCommandResult.ok("by hand " + c.prefix()); }
                                """)
                .spec(".withCommands(new CommandDescriptor(\"m hand\", \"d\", \"r\"))")).run("m")) {
            assertThat(f.state("m")).isEqualTo(ModuleState.RUNNING);
            await().until(() -> "reeve-module-m-serve".equals(f.services.text("mgr/m/thread")));
            assertThat(HostFixture.out(f.execute("m", "m hi", Map.of("who", "you"))))
                    .isEqualTo("hi you on reeve-module-m-command with true");
            assertThat(HostFixture.out(f.execute("m", "m hi"))).startsWith("hi null");
            assertThat(HostFixture.out(f.execute("m", "m hand"))).isEqualTo("by hand m hand");
            assertThat(f.host.commands().get("m")).extracting("cmd").contains("m hand");
            assertThat(f.host.status().getFirst().stats().commands()).isEqualTo(3);
            assertThat(f.host.disable("m")).isEqualTo(ModuleChange.done());
            assertThat(f.services.text("mgr/m/ended")).isEqualTo("yes");
            assertThat(f.services.text("mgr/m/shutdown")).isEqualTo("reeve-module-m-shutdown");
            assertThat(f.host.status()).isEmpty();
        }
    }

    @Test
    void enableDisableAndRestartSayWhatTheyDid() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")).run()) {
            assertThat(f.host.enable("m").outcome()).isEqualTo(ChangeOutcome.DONE);
            assertThat(f.host.enable("m"))
                    .isEqualTo(new ModuleChange(ChangeOutcome.ALREADY, "module 'm' is already enabled"));
            assertThat(f.host.restart("m").outcome()).isEqualTo(ChangeOutcome.DONE);
            assertThat(f.host.disable("m").outcome()).isEqualTo(ChangeOutcome.DONE);
            assertThat(f.host.disable("m"))
                    .isEqualTo(new ModuleChange(ChangeOutcome.ALREADY, "module 'm' is already disabled"));
            assertThat(f.host.restart("m").outcome()).isEqualTo(ChangeOutcome.NOT_ENABLED);
            assertThat(f.host.enable("mgr").outcome()).isEqualTo(ChangeOutcome.RESERVED);
            assertThat(f.host.enable("nosuch").outcome()).isEqualTo(ChangeOutcome.NOT_FOUND);
            assertThat(f.host.status()).isEmpty();
        }
    }

    @Test
    void commandOfAModuleThatIsNotEnabledSaysHowToEnableIt() {
        try (HostFixture f = new HostFixture(dir).run()) {
            HandleCommandResult result = f.execute("m", "m hi");
            assertThat(result.retval()).isEqualTo(-Errno.EOPNOTSUPP.number());
            assertThat(result.stderr()).isEqualTo("Module 'm' is not enabled (required by command 'm hi'): "
                    + "use `reeve mgr module enable m` to enable it");
        }
    }

    @Test
    void enabledModuleThatIsMissingIsAnErrorUntilItIsFound() {
        try (HostFixture f = new HostFixture(dir).run("m")) {
            assertThat(f.summary("MGR_MODULE_ERROR")).isEqualTo("Module 'm' has failed: Not found or unloadable");
            assertThat(f.execute("m", "m hi").retval()).isEqualTo(-Errno.EIO.number());
            f.add(TestModuleJar.module("m"));
            f.catalog.rescan();
            f.host.catalogChanged();
            f.awaitState("m", ModuleState.RUNNING);
            assertThat(f.host.healthChecks()).isEmpty();
        }
    }

    @Test
    void moduleThatCannotRunIsAFailedDependency() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m").spec(".withCanRun(() -> CanRun.no(\"install foo\"))"))
                .add(TestModuleJar.module("n").spec(".withCanRun(() -> CanRun.no(\"install bar\"))"))
                .run("m")) {
            assertThat(f.summary("MGR_MODULE_DEPENDENCY")).isEqualTo("Module 'm' has failed dependency: install foo");
            assertThat(f.host.enable("n")).isEqualTo(new ModuleChange(ChangeOutcome.CANNOT_RUN,
                    "module 'n' reports that it cannot run on the active manager daemon: install bar"));
            assertThat(f.state("n")).isEqualTo(ModuleState.STOPPED);
        }
    }

    @Test
    void moduleThatIsInsistedOnStartsOnceItCanRun() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m").spec(".withCanRun(() -> CanRun.no(\"install foo\"))"))
                .run()) {
            assertThat(f.host.enableEvenIfItCannotRun("m").outcome()).isEqualTo(ChangeOutcome.CANNOT_RUN);
            assertThat(f.summary("MGR_MODULE_DEPENDENCY")).isEqualTo("Module 'm' has failed dependency: install foo");
            f.add(TestModuleJar.module("m"));
            f.catalog.rescan();
            f.host.catalogChanged();
            f.awaitState("m", ModuleState.RUNNING);
            assertThat(f.host.healthChecks()).isEmpty();
        }
    }

    @Test
    void changedJarIsPickedUpByRestartAndTheJarMayGoWhileItRuns() throws Exception {
        try (HostFixture f = new HostFixture(dir)) {
            String body = "public HandleCommandResult handleCommand(Command c) { return HandleCommandResult.ok(new Later().text()); }";
            f.add(TestModuleJar.module("m", body).type("Later", "class Later { String text() { return \"one\"; } }"));
            f.run("m");
            TestModuleJar.module("m", body)
                    .type("Later", "class Later { String text() { return \"two\"; } }")
                    .writeTo(f.modulePath);
            f.catalog.rescan();
            assertThat(HostFixture.out(f.execute("m", "x"))).isEqualTo("one");
            assertThat(f.host.restart("m").ok()).isTrue();
            assertThat(HostFixture.out(f.execute("m", "x"))).isEqualTo("two");
            Files.delete(f.modulePath.resolve("m.jar"));
            f.catalog.rescan();
            assertThat(HostFixture.out(f.execute("m", "x"))).isEqualTo("two");
            assertThat(f.host.restart("m").ok()).isFalse();
            assertThat(f.summary("MGR_MODULE_ERROR")).contains("Not found or unloadable");
        }
    }

    @Test
    void optionsAreReadSetAndAnnounced() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar
                        .module("m",
                                """
                                        public void configNotify() { setStoreText("seen", getModuleOption("color").asString() + " "
                                            + getLocalizedModuleOption("color").asString()); }
                                        @CliCommand(value = "m set", desc = "d") void set(@CliArg("v") String v) { setModuleOption("color", v); }
                                        @CliCommand(value = "m other", desc = "d") String other() {
                                            return getModuleOptionEx("n", "size").asString(); }
                                        @CliCommand(value = "m bad", desc = "d") String bad() { return getModuleOption("nope").asString(); }
                                        """)
                        .spec(".withOptions(ModuleOption.str(\"color\", \"red\", \"d\").oneOf(\"red\", \"blue\"))"))
                .add(TestModuleJar.module("n").spec(".withOptions(ModuleOption.integer(\"size\", 3, \"d\"))"))
                .run("m")) {
            assertThat(f.execute("m", "m set", Map.of("v", "blue")).retval()).isZero();
            assertThat(f.services.text("config/mgr/m/color")).isEqualTo("blue");
            f.services.put("config/mgr/m/a/color", "red");
            f.host.optionChanged(List.of("config/mgr/m/a/color", "mgr/other"));
            await().until(() -> "blue red".equals(f.services.text("mgr/m/seen")));
            assertThat(f.execute("m", "m set", Map.of("v", "green")).stderr())
                    .contains("'green' is not one of red, blue");
            assertThat(HostFixture.out(f.execute("m", "m other"))).isEqualTo("3");
            assertThat(f.execute("m", "m bad").stderr())
                    .contains("Config option 'nope' is not in m.MODULE_OPTIONS");
        }
    }

    @Test
    void logLevelIsAppliedAtStartAndWhenItChanges() {
        try (HostFixture f = new HostFixture(dir)) {
            f.services.put("config/mgr/m/log_level", "20");
            f.add(TestModuleJar.module("m")).run("m");
            assertThat(f.levels).contains("reeve.module.m=DEBUG", "reeve.module.m file=false",
                    "reeve.module.m cluster=null");
            f.services.put("config/mgr/m/log_level", "1");
            f.services.put("config/mgr/m/log_to_cluster", "true");
            f.host.optionChanged(List.of("config/mgr/m/log_level"));
            assertThat(f.levels).contains("reeve.module.m=WARN", "reeve.module.m cluster=INFO");
        }
    }

    @Test
    void notificationsReachThoseThatDeclaredThemAndFreezeAndThawReachAll() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                final List<String> got = new ArrayList<>();
                void add(String s) { got.add(s); setStoreText("got", String.join(" ", got)); }
                public void notify(NotifyType t, String id) { add(t + "/" + id); }
                public void frozen() { add("frozen"); }
                public void thawed() { add("thawed"); }
                """).spec(".withNotifyTypes(NotifyType.HEALTH)")).run("m")) {
            f.host.notifyAll(NotifyType.HEALTH, "x");
            f.host.notifyAll(NotifyType.MGR_MAP, "7");
            f.host.freeze();
            await().until(() -> "HEALTH/x frozen".equals(f.services.text("mgr/m/got")));
            f.host.thaw();
            await().until(() -> "HEALTH/x frozen thawed".equals(f.services.text("mgr/m/got")));
        }
    }

    @Test
    void whatHappensWhileAConstructorRunsIsToldOnceItHasReturned() throws Exception {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                final List<String> got = new ArrayList<>();
                void add(String s) { got.add(s); setStoreText("got", String.join(" ", got)); }
                public void notify(NotifyType t, String id) { add(t + "/" + id); }
                public void configNotify() { add("options"); }
                public void frozen() { add("frozen"); }
                public void thawed() { add("thawed"); }
                """)
                .constructor(
                        """
                                setStoreText("begun", "yes");
                                while (!getStore("go").isPresent()) { try { Thread.sleep(5); } catch (InterruptedException e) { return; } }
                                """)
                .spec(".withNotifyTypes(NotifyType.HEALTH)"))) {
            f.catalog.rescan();
            f.host.start(Set.of("m"));
            await().until(() -> "yes".equals(f.services.text("mgr/m/begun")));

            f.host.optionChanged(List.of("config/mgr/m/log_level"));
            f.host.notifyAll(NotifyType.HEALTH, "x");
            f.host.freeze();
            f.services.put("mgr/m/go", "1");

            await().until(() -> "options HEALTH/x frozen".equals(f.services.text("mgr/m/got")));
            f.host.thaw();
            await().until(() -> "options HEALTH/x frozen thawed".equals(f.services.text("mgr/m/got")));
        }
    }

    @Test
    void moduleThatStartsWhileTheManagerIsFrozenIsToldSo() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                public void frozen() { setStoreText("got", "frozen"); }
                """))) {
            f.host.freeze();
            f.run("m");

            await().until(() -> "frozen".equals(f.services.text("mgr/m/got")));
        }
    }

    @Test
    void aSentCommandTellsTheInstanceThatSentItAndNobodyElse() {
        String body = """
                final List<String> got = new ArrayList<>();
                public void notify(NotifyType t, String id) { got.add(t + "/" + id); setStoreText("got", got.toString()); }
                @CliCommand(value = "%1$s send", desc = "d") void send(@CliArg("tag") String tag) {
                    CommandResult result = new CommandResult();
                    sendCommand(result, CommandTarget.daemon("osd", "0"), "{\\"prefix\\":\\"version\\"}", tag);
                    setStoreText("done", "" + result.isDone()); }
                @CliCommand(value = "%1$s wait", desc = "d") String await() throws Exception {
                    return monCommand(Map.of("prefix", "status")).stderr(); }
                """;
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", body.formatted("m")))
                .add(TestModuleJar.module("n", body.formatted("n")))
                .run("m", "n")) {
            assertThat(f.execute("m", "m send", Map.of("tag", "one")).retval()).isZero();
            assertThat(f.services.text("mgr/m/done")).as("sending does not wait").isEqualTo("false");
            assertThat(f.services.sent).containsExactly("m > osd.0 {prefix=version}");
            f.services.answers.getFirst().complete(HandleCommandResult.ok("1.0"));
            await().until(() -> "[COMMAND/one]".equals(f.services.text("mgr/m/got")));
            f.execute("m", "m send", Map.of("tag", "two"));
            assertThat(f.host.restart("m").ok()).isTrue();
            f.services.answers.get(1).complete(HandleCommandResult.ok("1.0"));
            f.execute("m", "m send", Map.of("tag", "three"));
            f.services.answers.get(2).complete(HandleCommandResult.ok("1.0"));
            await().until(() -> "[COMMAND/three]".equals(f.services.text("mgr/m/got")));
            assertThat(f.services.text("mgr/n/got")).isNull();
        }
    }

    @Test
    void modulesReadTheClusterAndLearnWhichNamesThereAre() {
        try (HostFixture f = new HostFixture(dir)
                .add(TestModuleJar.module("m",
                        """
                                @CliCommand(value = "m get", desc = "d") String look(@CliArg("name") String name) {
                                    return get(name) + " " + getCluster().names() + " " + listServers() + getCounter("osd", "0", "a.b")
                                        + getLatest("osd", "0", "a.b") + getLatestAvg("osd", "0", "a.b").count()
                                        + getRate("osd", "0", "a.b"); }
                                """))
                .run("m")) {
            assertThat(HostFixture.out(f.execute("m", "m get", Map.of("name", "known"))))
                    .startsWith("{a=1} [known, mgr_map, osd_metadata] [Server[hostname=host,")
                    .endsWith("[]000.0");
            assertThat(HostFixture.out(f.execute("m", "m get", Map.of("name", "nope"))))
                    .startsWith("null [known, mgr_map, osd_metadata]");
        }
    }

    @Test
    void moduleCallsExposedMethodsOfAnotherOnly() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", """
                @CliCommand(value = "m call", desc = "d") String call(@CliArg("what") String what) {
                    try { return String.valueOf(remote("n", what, "x", 2)); }
                    catch (RemoteCallException e) { return e.getMessage(); } }
                @CliCommand(value = "m nobody", desc = "d") String nobody() { return "" + remote("zzz", "x"); }
                """)).add(TestModuleJar.module("n", """
                @Exposed public String join(String a, int b) { return a + b
                    + (Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()); }
                public String hidden(String a, int b) { return a; }
                @Exposed public String boom(String a, int b) { throw new IllegalStateException("boom"); }
                """)).run("m", "n")) {
            assertThat(HostFixture.out(f.execute("m", "m call", Map.of("what", "join")))).isEqualTo("x2true");
            assertThat(HostFixture.out(f.execute("m", "m call", Map.of("what", "hidden"))))
                    .startsWith("Method not found");
            assertThat(HostFixture.out(f.execute("m", "m call", Map.of("what", "boom"))))
                    .isEqualTo("Remote method threw exception: boom");
            assertThat(f.execute("m", "m nobody").stderr()).contains("Module not found: 'zzz' is not running");
        }
    }

    @Test
    void selfTestPassesOrSaysWhatFailed() {
        try (HostFixture f = new HostFixture(dir).add(TestModuleJar.module("good"))
                .add(TestModuleJar.module("bad",
                        "public void selfTest() { throw new IllegalStateException(\"no luck\"); }"))
                .run("good", "bad")) {
            assertThat(f.host.selfTest("good", HostFixture.LONG).stderr()).isEqualTo("Self-test OK");
            assertThat(f.host.selfTest("bad", HostFixture.LONG).stderr()).contains("no luck");
        }
    }

    @Test
    void disableWithdrawsWhatAModulePublishedButTheEndOfALeadershipDoesNot() {
        String body = "public void serve() { setUri(java.net.URI.create(\"http://x/\")); "
                + "setHealthChecks(List.of(HealthCheck.warning(\"BAD\", \"bad\"))); }";
        HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m", body))
                .add(TestModuleJar.module("n", body))
                .run("m",
                        "n");
        try (f) {
            await().until(() -> f.services.checks.size() == 2);
            assertThat(f.host.disable("m").ok()).isTrue();
            await().until(() -> !f.services.uris.containsKey("m")
                    && f.services.checks.getOrDefault("m", List.of()).isEmpty());
        }
        assertThat(f.services.uris).containsOnlyKeys("n");
        assertThat(f.services.checks.get("n")).hasSize(1);
    }

    @Test
    void closedHostTakesNoOrders() {
        HostFixture f = new HostFixture(dir).add(TestModuleJar.module("m")).run("m");
        f.close();
        assertThat(f.host.enable("m").outcome()).isEqualTo(ChangeOutcome.CLOSED);
        assertThat(f.host.stop(Duration.ZERO)).isEmpty();
    }
}
