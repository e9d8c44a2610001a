package io.reeve.modules.selftest;

import io.reeve.api.MgrStandbyModule;
import io.reeve.api.StandbyContext;
import java.time.Duration;

/** The standby class: it makes every call of the standby interface once, then waits. */
final class SelfTestStandby extends MgrStandbyModule {
    SelfTestStandby(StandbyContext context) {
        super(context);
    }

    @Override
    public void serve() throws InterruptedException {
        log().debug("{} on {} ({}, {}), version {}: roption2 is {} and {}, {} keys, testkey {}, active at {}",
                getModuleName(), getMgrId(), getMgrIp(), getHostname(), version(),
                getModuleOption("roption2").asString(), getLocalizedModuleOption("roption2").asString(),
                getStorePrefix("").size(), getLocalizedStore("testkey").map(b -> b.length).orElse(0),
                getActiveUri().orElse("nowhere"));
        while (pause(Duration.ofHours(1))) {
            log().trace("still standing by");
        }
    }
}
