package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.ModuleOption;
import io.reeve.api.StoreException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.modulehost.options.ConfigCommands;
import io.reeve.modulehost.options.ConfigKeys;
import io.reeve.modulehost.options.ConfigShowCommands;
import io.reeve.modulehost.options.ConfigShowCommands.ProcessSetting;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.modulehost.testing.HostFixture;
import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config log} and {@code config show}. */
final class ConfigHistoryTest {
    private static final String SECRET = "hunter2";
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    @TempDir
    Path dir;
    private HostFixture f;
    private ModuleOptions options;
    private List<BuiltinCommand> commands;

    @BeforeEach
    void open() {
        f = new HostFixture(dir).add(TestModuleJar.module("m")
                .spec(".withOptions(ModuleOption.integer(\"size\", 3, \"d\"), "
                        + "ModuleOption.str(\"password\", \"\", \"d\"))"))
                .run();
        use(f.services);
    }

    private void use(ConfigKeys keys) {
        options = new ModuleOptions(f.catalog, keys,
                List.of(ModuleOption.str("log_level", "info", "d").oneOf("debug", "info")));
        commands = Stream.of(new ConfigCommands(options).commands(),
                new ConfigShowCommands(options, keys, () -> Set.of("a", "b"),
                        Map.of("drain", new ProcessSetting("200ms", false), "http",
                                new ProcessSetting("[::1]:1", true)))
                        .commands())
                .flatMap(List::stream)
                .toList();
    }

    @AfterEach
    void close() {
        f.close();
    }

    private HandleCommandResult run(String prefix, Map<String, Object> args) throws Exception {
        for (BuiltinCommand command : commands) {
            if (command.descriptor().cmd().replaceAll(" name=.*", "").equals(prefix)) {
                return command.handle(new Command(prefix, args, new byte[0], "json", "10.0.0.7:4711"));
            }
        }
        throw new AssertionError("no command " + prefix);
    }

    private void set(String who, String name, String value) throws Exception {
        assertThat(run("config set", Map.of("who", who, "name", name, "value", value)).retval()).isZero();
    }

    private JsonNode data(String prefix, Map<String, Object> args) throws Exception {
        return new ObjectMapper().valueToTree(run(prefix, args).data());
    }

    private static JsonNode row(JsonNode rows, String name) {
        for (JsonNode row : rows) {
            if (row.get("name").asText().equals(name)) {
                return row;
            }
        }
        throw new AssertionError(name + " is not in " + rows);
    }

    @Test
    void eachChangeIsKeptWithWhoMadeItAndTheNewestIsFirst() throws Exception {
        set("mgr", "mgr/m/size", "4");
        set("mgr", "mgr/m/size", "5");
        set("mgr", "mgr/m/size", "5");
        set("mgr.b", "mgr/m/size", "6");
        options.set("m", "size", null, "module m");

        JsonNode log = data("config log", Map.of());
        assertThat(log.findValuesAsText("version")).containsExactly("4", "3", "2", "1");
        assertThat(log.at("/0/by").asText()).isEqualTo("module m");
        assertThat(log.at("/1/by").asText()).isEqualTo("10.0.0.7:4711");
        assertThat(log.at("/0/timestamp").asText()).matches("20[0-9-]{8}T.*Z");
        assertThat(log.at("/0/changes")).hasToString("[{\"name\":\"mgr/mgr/m/size\",\"previous_value\":\"5\"}]");
        assertThat(log.at("/1/changes")).hasToString("[{\"name\":\"mgr.b/mgr/m/size\",\"new_value\":\"6\"}]");
        assertThat(log.at("/2/changes"))
                .hasToString("[{\"name\":\"mgr/mgr/m/size\",\"previous_value\":\"4\",\"new_value\":\"5\"}]");
        assertThat(data("config log", Map.of("num", 2L)).findValuesAsText("version")).containsExactly("4", "3");
    }

    @Test
    void historyIsInTheStoreAndHasAnEnd() throws Exception {
        for (int i = 1; i <= 203; i++) {
            set("mgr", "mgr/m/size", Integer.toString(i));
        }
        assertThat(f.services.store.keySet()).filteredOn(key -> key.startsWith("config-history/"))
                .hasSize(200)
                .contains("config-history/203", "config-history/4")
                .doesNotContain("config-history/3");

        use(f.services); // another active reads the same
        assertThat(data("config log", Map.of("num", 200L))).hasSize(200);
    }

    @Test
    void secretIsNeitherInTheHistoryNorShown() throws Exception {
        set("mgr", "mgr/m/password", SECRET);
        set("mgr", "mgr/m/password", "other");
        assertThat(run("config set", Map.of("who", "mgr", "name", "mgr/gone/key", "value", SECRET, "force", true))
                .retval()).isZero();
        assertThat(run("config set", Map.of("who", "mgr", "name", "mgr/m/size", "value", SECRET, "force", true))
                .retval()).isZero();

        assertThat(data("config log", Map.of()).toString()).contains("mgr/mgr/m/password").doesNotContain(SECRET);
        assertThat(row(data("config show", Map.of()), "mgr/m/password").get("value").asText()).isEqualTo("***");
        f.services.store.forEach((key, value) -> {
            if (key.startsWith("config-history/")) {
                assertThat(new String(value, StandardCharsets.UTF_8)).as(key).doesNotContain(SECRET, "other");
            }
        });
    }

    @Test
    void choicesAndNumbersAreShown() throws Exception {
        set("mgr", "log_level", "debug");
        assertThat(data("config log", Map.of()).at("/0/changes/0/new_value").asText()).isEqualTo("debug");
    }

    @Test
    void whatAManagerRunsWithIsShownWithItsSource() throws Exception {
        set("mgr", "mgr/m/size", "4");
        set("mgr.b", "mgr/m/size", "6");

        JsonNode own = data("config show", Map.of());
        assertThat(own).hasToString("[{\"name\":\"http\",\"value\":\"[::1]:1\",\"source\":\"process\"},"
                + "{\"name\":\"mgr/m/size\",\"value\":\"4\",\"source\":\"cluster\"}]");
        assertThat(data("config show", Map.of("who", "mgr.a"))).isEqualTo(own);
        assertThat(row(data("config show-with-defaults", Map.of()), "drain").get("source").asText())
                .isEqualTo("default");
        assertThat(data("config show", Map.of("who", "mgr.b")))
                .hasToString("[{\"name\":\"mgr/m/size\",\"value\":\"6\",\"source\":\"manager\"}]");
        assertThat(run("config show", Map.of("who", "mgr.b")).stderr()).contains("tell mgr.b config show");
        assertThat(run("config show", Map.of("who", "mgr.a", "key", "drain")).data()).isEqualTo("200ms");
    }

    @Test
    void whoeverTellsNoConfigurationIsSaid() throws Exception {
        for (String who : List.of("osd.0", "mgr.c", "mgr", "mgr.")) {
            HandleCommandResult result = run("config show", Map.of("who", who));
            assertThat(result.retval()).as(who).isEqualTo(-Errno.ENOENT.number());
            assertThat(result.stderr()).as(who).startsWith("no config state for daemon " + who);
        }
        assertThat(run("config show", Map.of("who", "mgr.a", "key", "nope")).retval())
                .isEqualTo(-Errno.ENOENT.number());
    }

    /** The keys of the fixture, with an action before each write of the history. */
    private final class KeysThatAre implements ConfigKeys {
        private final Runnable before;

        KeysThatAre(Runnable before) {
            this.before = before;
        }

        @Override
        public String mgrId() {
            return "a";
        }

        @Override
        public Optional<byte[]> get(String key) {
            return f.services.get(key);
        }

        @Override
        public SortedMap<String, byte[]> prefix(String prefix) {
            return f.services.prefix(prefix);
        }

        @Override
        public void set(String key, byte @Nullable [] value) {
            if (key.startsWith("config-history/")) {
                before.run();
            }
            f.services.set(key, value);
        }
    }

    @Test
    void moduleThatChangesItsOptionAllTheTimeHasOneEntryAndPushesNoOtherOut() throws Exception {
        set("mgr", "log_level", "debug");
        for (int i = 1; i <= 250; i++) {
            ModuleOption _ = options.set("m", "size", Integer.toString(i), "module m");
        }
        set("mgr", "mgr/m/size", "7");
        set("mgr", "mgr/m/size", "8");

        JsonNode log = data("config log", Map.of("num", 200L));
        assertThat(log.findValuesAsText("version")).containsExactly("4", "3", "2", "1");
        assertThat(log.at("/2/changes")).hasToString("[{\"name\":\"mgr/mgr/m/size\",\"new_value\":\"250\"}]");
        assertThat(log.at("/3/changes/0/name").asText()).isEqualTo("mgr/log_level");
    }

    @Test
    void changeDoesNotWaitForTheHistoryOfAnotherAndIsInItLater() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        use(new KeysThatAre(() -> {
            writing.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        CompletableFuture<ModuleOption> first = CompletableFuture
                .supplyAsync(() -> options.set("m", "size", "4", "one"), VIRTUAL);
        assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
        try {
            CompletableFuture<ModuleOption> second = CompletableFuture
                    .supplyAsync(() -> options.set("m", "size", "5", "two"), VIRTUAL);
            assertThat(second.get(60, TimeUnit.SECONDS).name()).isEqualTo("size");
            assertThat(f.services.text("config/mgr/m/size")).isEqualTo("5");
        } finally {
            answered.countDown();
        }
        assertThat(first.get(60, TimeUnit.SECONDS).name()).isEqualTo("size");
        assertThat(data("config log", Map.of()).findValuesAsText("by")).containsExactly("two", "one");
    }

    @Test
    void changeIsMadeAlsoIfItsPlaceInTheHistoryCannotBeWritten() throws Exception {
        use(new KeysThatAre(() -> {
            throw new StoreException("full");
        }));
        set("mgr", "mgr/m/size", "4");
        assertThat(f.services.text("config/mgr/m/size")).isEqualTo("4");
        assertThat(data("config log", Map.of())).isEmpty();
    }

    @Test
    void entryThatSomebodyWroteByHandIsPassedOver() throws Exception {
        f.services.put("config-history/7", "garbage");
        f.services.put("config-history/x", "garbage");
        set("mgr", "mgr/m/size", "4");
        assertThat(data("config log", Map.of()).findValuesAsText("version")).containsExactly("8");
    }
}
