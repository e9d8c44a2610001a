package io.reeve.modulehost.testing;

import static org.awaitility.Awaitility.await;

import io.reeve.api.Backoff;
import io.reeve.api.HealthCheck;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.output.ResultFormat;
import io.reeve.modulehost.ActiveHost;
import io.reeve.modulehost.HostEnvironment;
import io.reeve.modulehost.ModuleState;
import io.reeve.modulehost.ModuleStatus;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.instance.HostSettings;
import io.reeve.modulehost.options.ModuleLogControl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A catalog and an active host in a temporary folder, with a timer that fires when the test says so. */
public final class HostFixture implements AutoCloseable {
    public static final Duration LONG = Duration.ofSeconds(60);

    public record Pending(Duration after, Runnable task) {}

    public final Path modulePath;
    public final FakeServices services = new FakeServices();
    public final List<Pending> timers = new CopyOnWriteArrayList<>();
    public final List<String> levels = new CopyOnWriteArrayList<>();
    public final ModuleCatalog catalog;
    public final HostEnvironment env;
    public final ActiveHost host;

    public HostFixture(Path dir) {
        this(dir, HostSettings.defaults());
    }

    public HostFixture(Path dir, HostSettings settings) {
        modulePath = dir.resolve("modules");
        catalog = new ModuleCatalog(List.of(modulePath), dir.resolve("work"), LONG);
        env = new HostEnvironment(catalog, settings, new ModuleLogControl() {
            @Override
            public void setLevel(String logger, org.slf4j.event.@org.jspecify.annotations.Nullable Level level) {
                levels.add(logger + "=" + level);
            }

            @Override
            public void setFile(String logger, boolean enabled) {
                levels.add(logger + " file=" + enabled);
            }

            @Override
            public void setCluster(String logger, org.slf4j.event.@org.jspecify.annotations.Nullable Level least) {
                levels.add(logger + " cluster=" + least);
            }
        }, (after, task) -> timers.add(new Pending(after, task)));
        host = new ActiveHost(env, services, checks -> {});
    }

    /** Patience for tests in which something must not stop in time, and short queues. */
    public static HostSettings impatient() {
        return impatient(LONG, Duration.ofMillis(300), Duration.ofMillis(150));
    }

    /** The same with these times for a constructor, for a stop, and for what was interrupted. */
    public static HostSettings impatient(Duration start, Duration stop, Duration interruptGrace) {
        return new HostSettings(start, stop, interruptGrace, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                4, 5, 2);
    }

    public HostFixture add(TestModuleJar jar) {
        jar.writeTo(modulePath);
        return this;
    }

    /** Scans and starts. */
    public HostFixture run(String... names) {
        catalog.rescan();
        host.start(Set.of(names));
        host.awaitStarted(LONG);
        return this;
    }

    public HandleCommandResult execute(String module, String prefix, Map<String, Object> args) {
        return host.execute(new Command(prefix, args, new byte[0], "plain"), module, LONG);
    }

    public HandleCommandResult execute(String module, String prefix) {
        return execute(module, prefix, Map.of());
    }

    /** What people read of a result. */
    public static String out(HandleCommandResult result) {
        return new String(ResultFormat.PLAIN.render(result).stdout(), StandardCharsets.UTF_8);
    }

    public ModuleState state(String module) {
        return host.status()
                .stream()
                .filter(s -> s.name().equals(module))
                .map(ModuleStatus::state)
                .findFirst()
                .orElse(ModuleState.STOPPED);
    }

    public void awaitState(String module, ModuleState state) {
        await().atMost(LONG).until(() -> state(module) == state);
    }

    public Optional<HealthCheck> check(String code) {
        return host.healthChecks().stream().filter(c -> c.code().equals(code)).findFirst();
    }

    public String summary(String code) {
        return check(code).map(HealthCheck::summary).orElse("");
    }

    /** Fires all that is pending, once there is something: a timer is set only after the state that it is for is seen. */
    public void fireTimers() {
        await().until(() -> !timers.isEmpty());
        List<Pending> due = List.copyOf(timers);
        timers.removeAll(due);
        due.forEach(p -> p.task().run());
    }

    @Override
    public void close() {
        host.close();
        env.close();
        catalog.close();
    }
}
