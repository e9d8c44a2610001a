package io.reeve.modules.selftest;

import static io.reeve.modules.selftest.Checks.refuses;
import static io.reeve.modules.selftest.Checks.same;
import static io.reeve.modules.selftest.Checks.that;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.CommandResult;
import io.reeve.api.CommandTarget;
import io.reeve.api.HealthCheck;
import io.reeve.api.RemoteCallException;
import io.reeve.api.UnknownOptionException;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.ProgressEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The self-test: calls of the module API, each with a check of its result. It removes everything it writes, but for a finished
 * progress event.
 */
final class SelfTest {
    private final SelfTestModule module;
    private final Map<String, HealthCheck> raised = new ConcurrentSkipListMap<>();

    SelfTest(SelfTestModule module) {
        this.module = module;
    }

    /** The health checks that commands raised. */
    Map<String, HealthCheck> raised() {
        return raised;
    }

    void all() {
        reads();
        cluster();
        options();
        store();
        health();
        remote();
        publish();
        progress();
        commands();
    }

    void reads() {
        same(module.getModuleName(), "selftest", "getModuleName()");
        that(!module.getMgrId().isEmpty(), "getMgrId() is empty");
        that(!module.getMgrIp().isEmpty(), "getMgrIp() is empty");
        that(!module.getHostname().isEmpty(), "getHostname() is empty");
        that(!module.version().isEmpty(), "version() is empty");
        that(module.epoch() >= 0, "epoch() is negative");
        that(!module.isFrozen(), "the manager is frozen");
        that(!module.getMgrMap().cluster().isEmpty(), "the MgrMap has no cluster");
        that(module.log().isErrorEnabled(), "errors are not logged");
        refuses(UnknownOptionException.class, () -> module.getModuleOption("nosuch"), "an option that is not declared");
    }

    /** Checks of the cluster's state: data that every cluster has, and data that none has. */
    void cluster() {
        ClusterView view = module.getCluster();
        that(view.names().contains("osd_metadata"), "there is no data named osd_metadata");
        for (String name : view.names()) {
            same(view.get(name), view.get(name), "two looks at " + name + " of one view");
        }
        that(module.get("nosuchdata") == null, "get() of an unknown name is not null");
        that(module.get("mgr_map") instanceof Map<?, ?>, "get(\"mgr_map\") is not a map");
        that(module.listServers().stream().anyMatch(s -> s.hostname().equals(module.getHostname())),
                "listServers() has not this host");
        that(module.getServer(module.getHostname()).isPresent(), "getServer() does not find this host");
        that(module.getServer("nosuch.host").isEmpty(), "getServer() finds a host that is not there");
        that(module.getMetadata("nosuch", "0").isEmpty(), "getMetadata() finds a daemon that is not there");
        that(module.getDaemonStatus("nosuch", "0").isEmpty(), "getDaemonStatus() finds one that is not there");
        that(module.getCounter("nosuch", "0", "a.b").isEmpty(), "getCounter() has samples of nobody");
        same(module.getLatest("nosuch", "0", "a.b"), 0L, "getLatest() of nobody");
        same(module.getLatestAvg("nosuch", "0", "a.b").count(), 0L, "getLatestAvg() of nobody");
        same(module.getRate("nosuch", "0", "a.b"), 0.0, "getRate() of nobody");
        that(module.getPerfSchema("nosuch", "").isEmpty(), "getPerfSchema() of a type that is not there");
        that(module.getAllPerfCounters(PerfCounter.USEFUL, "nosuch").isEmpty(), "getAllPerfCounters() of the same");
    }

    private void commands() {
        try {
            same(module.monCommand(Map.of("prefix", "health")).retval(), 0, "monCommand(health)");
            same(module.tellCommand("nosuch", "0", Map.of("prefix", "version")).retval(), -Errno.ENXIO.number(),
                    "tellCommand() of a daemon that is not there");
            CommandResult result = new CommandResult();
            module.sendCommand(result, CommandTarget.MON, "{\"prefix\": \"health\", \"format\": \"json\"}", "selftest");
            HandleCommandResult health = result.await(Duration.ofSeconds(10));
            that(health.retval() == 0 && result.isDone(), "sendCommand(health): " + health.stderr());
            that(new String(health.stdout(), StandardCharsets.UTF_8).startsWith("{"), "health is not JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a command", e);
        }
    }

    private void options() {
        same(module.getModuleOption("roption2").asString(), "xyz", "the default of roption2");
        module.setModuleOption("testkey", "testvalue");
        same(module.getModuleOption("testkey").asString(), "testvalue", "testkey");
        module.setLocalizedModuleOption("testkey", "local");
        same(module.getLocalizedModuleOption("testkey").asString(), "local", "localized testkey");
        same(module.getModuleOption("testkey").asString(), "testvalue", "testkey beside a localized one");
        module.setLocalizedModuleOption("testkey", null);
        same(module.getLocalizedModuleOption("testkey").asString(), "testvalue", "localized testkey, removed");
        module.setModuleOptionEx("selftest", "testkey", "ex");
        same(module.getModuleOptionEx("selftest", "testkey").asString(), "ex", "testkey by getModuleOptionEx");
        module.setModuleOption("testkey", null);
        module.setModuleOption("rwoption1", "8");
        same(module.getModuleOption("rwoption1").asLong(), 8L, "rwoption1");
        refuses(IllegalArgumentException.class, () -> module.setModuleOption("rwoption1", "1001"),
                "rwoption1 = 1001");
        module.setModuleOption("rwoption1", null);
        same(module.getModuleOption("rwoption2").asBoolean(), true, "rwoption2");
        same(module.getModuleOption("rwoption3").asDouble(), 0.5, "rwoption3");
        same(module.getModuleOption("rwoption4").asDuration(), Duration.ofSeconds(2), "rwoption4");
        same(module.getModuleOption("rwoption5").asLong(), 65536L, "rwoption5");
    }

    private void store() {
        byte[] bytes = {0, (byte) 0xff, 10};
        module.setStore("testkey", bytes);
        that(java.util.Arrays.equals(module.getStore("testkey").orElse(null), bytes), "testkey is not what was stored");
        module.setStoreText("testprefix/a", "grüß");
        module.setStoreText("testprefix/b", "");
        same(module.getStoreText("testprefix/a").orElse(""), "grüß", "testprefix/a");
        same(new ArrayList<>(module.getStorePrefix("testprefix/").keySet()), List.of("testprefix/a", "testprefix/b"),
                "keys with testprefix/");
        module.setLocalizedStore("testkey", "local".getBytes(StandardCharsets.UTF_8));
        same(module.getLocalizedStore("testkey").map(b -> b.length).orElse(-1), 5, "length of localized testkey");
        module.setLocalizedStore("testkey", null);
        same(module.getLocalizedStore("testkey").map(b -> b.length).orElse(-1), 3, "length of testkey");
        for (String key : List.of("testkey", "testprefix/a", "testprefix/b")) {
            module.setStore(key, null);
            that(module.getStore(key).isEmpty(), key + " is still there");
        }
    }

    private void health() {
        List<HealthCheck> checks = new ArrayList<>(raised.values());
        checks.add(HealthCheck.warning("SELFTEST_WARNING", "a warning of the self-test", "one", "two"));
        module.setHealthChecks(checks);
        module.setHealthChecks(raised.values());
    }

    private void remote() {
        same(module.remote("selftest", "echo", "hi"), "hi", "remote(selftest, echo)");
        refuses(RemoteCallException.class, () -> module.remote("selftest", "fail", "x"), "a remote method that throws");
        refuses(RemoteCallException.class, () -> module.remote("selftest", "nosuch"),
                "a remote method that is not there");
        refuses(RemoteCallException.class, () -> module.remote("nosuch", "echo"), "a module that is not there");
    }

    /** Checks of progress events; where an operator has switched them off, none runs. */
    private void progress() {
        Progress progress = module.progress();
        progress.start(ProgressEvent.of("selftest-work", "The self-test").keptAcrossFailover());
        boolean runs = progress.update("selftest-work", 0.5, "The self-test, half of it");
        refuses(IllegalArgumentException.class, () -> progress.update("selftest-work", Double.NaN, "nothing"),
                "a fraction that is no number");
        same(progress.complete("selftest-work"), runs, "complete() of an event that runs");
        same(progress.fail("selftest-work", "too late"), false, "fail() of an event that has finished");
    }

    private void publish() {
        module.clusterLog(ClusterLogChannel.CLUSTER, ClusterLogPriority.DEBUG, "self-test");
        module.setUri(URI.create("http://127.0.0.1:1/selftest/"));
        module.setUri(null);
    }
}
