package io.reeve.modules.selftest;

import static io.reeve.modules.selftest.Checks.refuses;
import static io.reeve.modules.selftest.Checks.same;
import static io.reeve.modules.selftest.Checks.that;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.HealthCheck;
import io.reeve.api.RemoteCallException;
import io.reeve.api.UnknownOptionException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The calls themselves, each with a test of what came back. What it writes it also removes. */
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
        options();
        store();
        health();
        remote();
        publish();
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

    private void publish() {
        module.clusterLog(ClusterLogChannel.CLUSTER, ClusterLogPriority.DEBUG, "self-test");
        module.setUri(URI.create("http://127.0.0.1:1/selftest/"));
        module.setUri(null);
    }
}
