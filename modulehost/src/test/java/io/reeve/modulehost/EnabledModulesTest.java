package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reeve.api.ClusterLogPriority;
import io.reeve.api.FrozenException;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.NotExecutedException;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored list of enabled modules and what runs, while the map lags behind for ever. */
final class EnabledModulesTest {
    @TempDir
    Path dir;

    private HostFixture f;
    private ModuleManagement management;
    private final Stored stored = new Stored();

    /** The list in ZooKeeper, which others change too. */
    private final class Stored implements ModuleManagement.Active {
        private final Set<String> list = new TreeSet<>();
        private Set<String> known = Set.of();
        private boolean refuse;
        private Map<String, List<String>> conflicts = Map.of();
        private final List<String> said = new ArrayList<>();

        @Override
        public ActiveHost host() {
            return f.host;
        }

        @Override
        public Set<String> modules() {
            return known;
        }

        @Override
        public Set<String> readModules() {
            known = Set.copyOf(list);
            return known;
        }

        @Override
        public void listModule(String module, boolean on) {
            if (refuse) {
                throw new FrozenException("frozen");
            }
            boolean _ = on ? list.add(module) : list.remove(module);
            known = Set.copyOf(list);
            host().listed(known);
        }

        @Override
        public void takeModules(Set<String> modules) {
            known = modules;
        }

        @Override
        public List<String> commandConflicts(String module) {
            return conflicts.getOrDefault(module, List.of());
        }

        @Override
        public void say(ClusterLogPriority priority, String message) {
            said.add(message);
        }

        @Override
        public void publishHealth() {}
    }

    @BeforeEach
    void start() {
        f = new HostFixture(dir);
        for (String name : List.of("a", "b", "c", "d")) {
            f.add(TestModuleJar.module(name));
        }
        f.run();
        MgrMap map = new MgrMap("reeve", "f", 1, false, null, Instant.EPOCH, List.of(), List.of());
        MgrMap.Manager self = new MgrMap.Manager("a", 1, "h", 1, "http://h/", "h:1", "1", 0, List.of(), Map.of());
        ModuleWatch watch = new ModuleWatch(f.catalog, () -> self, _ -> {});
        watch.onChange(f.host::catalogChanged);
        management = new ModuleManagement(() -> map, f.catalog, watch, () -> stored,
                () -> Optional.of(List.copyOf(stored.list)));
    }

    @AfterEach
    void stop() {
        f.close();
    }

    private static void assertOk(HandleCommandResult result) {
        assertThat(result.retval()).as(result.stderr()).isZero();
    }

    private String ls() throws Exception {
        return HostFixture.out(new ModuleCommands(management, f.catalog).commands()
                .getFirst()
                .handle(new Command("mgr module ls", Map.of(), new byte[0], "plain")));
    }

    @Test
    void aModuleWhoseCommandABuiltInTakesIsRefusedByNameUnlessItIsForced() {
        stored.conflicts = Map.of("a", List.of("module 'a': command 'health detail' …"));

        HandleCommandResult refused = management.enable("a", false);
        assertThat(refused.retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(refused.stderr()).contains("'health detail'", "--force");
        assertThat(stored.list).isEmpty();
        assertOk(management.enable("b", false));
        assertOk(management.enable("a", true));
        assertThat(stored.list).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void ordersToAHostThatHasClosedAreNotExecutedUnlessTheListHasChanged() {
        assertOk(management.enable("a", false));
        f.host.close();
        assertThatThrownBy(() -> management.restart("a")).isInstanceOf(NotExecutedException.class);
        assertThatThrownBy(() -> management.enable("b", false)).isInstanceOf(NotExecutedException.class);
        assertThat(stored.list).containsExactly("a");
        assertOk(management.disable("a"));
        assertThat(stored.list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsAcknowledgedIsStoredAndRunsWhateverTheMapSays(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            String module = List.of("a", "b", "c", "d").get(random.nextInt(4));
            if (random.nextBoolean()) {
                assertOk(management.enable(module, false));
                wanted.add(module);
            } else {
                assertOk(management.disable(module));
                wanted.remove(module);
            }
            assertThat(stored.list).as("seed %d, step %d", seed, i).isEqualTo(wanted);
            assertThat(f.host.enabled()).as("seed %d, step %d", seed, i).isEqualTo(wanted);
            assertThat(management.enabled()).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Test
    void whatOthersStoredIsKeptAndRuns() {
        assertOk(management.enable("a", false));
        stored.list.add("b");
        assertOk(management.enable("c", false));
        assertThat(stored.list).containsExactly("a", "b", "c");

        management.follow();

        await().until(() -> f.host.enabled().equals(stored.list));
        stored.list.remove("a");
        management.follow();
        await().until(() -> f.host.enabled().equals(stored.list));
    }

    @Test
    void hostThatDiffersFromTheListIsMadeToFollowIt() {
        assertOk(management.enable("a", false));
        stored.list.add("b");
        stored.takeModules(Set.of("a", "b")); // known, but the order to start it was lost
        f.host.disable("a");

        management.follow();

        await().until(() -> f.host.enabled().equals(Set.of("a", "b")));
    }

    @Test
    void moduleThatCannotBeStoredAsEnabledIsNotEnabled() {
        stored.refuse = true;
        try {
            management.enable("a", false);
        } catch (FrozenException e) {
            assertThat(f.host.enabled()).isEmpty();
            return;
        }
        throw new AssertionError("it was not told");
    }

    private Path jar(String name) {
        try (var files = Files.list(f.modulePath)) {
            return files.filter(p -> p.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void moduleWhoseNewJarIsBadStaysEnabledAndIsNamedInHealthUntilAGoodOneIsThere() throws Exception {
        assertOk(management.enable("a", false));
        byte[] good = Files.readAllBytes(jar("a"));
        Files.writeString(jar("a"), "no jar");

        assertThat(management.restart("a").retval()).isNotZero();

        assertThat(f.summary("MGR_MODULE_ERROR")).startsWith("Module 'a' has failed: Not found or unloadable");
        assertThat(ls()).containsPattern("a +on +failed: Not found");
        assertThat(management.enable("a", false).retval()).isNotZero();
        assertThat(management.restart("a").retval()).isEqualTo(-Errno.ENOENT.number());
        assertThat(stored.list).containsExactly("a");

        Files.write(jar("a"), good);
        management.rescan();
        f.awaitState("a", ModuleState.RUNNING);
        await().until(() -> f.host.healthChecks().isEmpty());
    }

    @Test
    void enableAndRestartStartAModuleThatIsOnTheListAndDoesNotRun() throws Exception {
        stored.list.add("a");
        stored.readModules();
        f.host.listed(Set.of("a"));
        await().until(() -> f.summary("MGR_MODULE_ERROR")
                .equals("Module 'a' has failed: it is enabled and does not run; 'mgr module restart a' starts it"));
        assertThat(ls()).containsPattern("a +on +does not run");

        assertThat(management.enable("a", false).stderr())
                .isEqualTo("module 'a' is already enabled; it did not run, and was started");
        f.awaitState("a", ModuleState.RUNNING);
        assertThat(management.enable("a", false).stderr()).isEqualTo("module 'a' is already enabled");
        f.host.disable("a");
        assertOk(management.restart("a"));
        f.awaitState("a", ModuleState.RUNNING);
        assertThat(f.host.healthChecks()).isEmpty();
    }

    @Test
    void aHostThatStopsDoesNotSayThatItsModulesAreMissing() {
        stored.list.add("a");
        stored.readModules();
        f.host.listed(Set.of("a"));
        await().until(() -> !f.host.healthChecks().isEmpty());
        f.host.beginStop();
        assertThat(f.host.healthChecks()).isEmpty();
    }
}
