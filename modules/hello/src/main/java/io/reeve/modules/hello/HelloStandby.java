package io.reeve.modules.hello;

import io.reeve.api.MgrStandbyModule;
import io.reeve.api.StandbyContext;
import java.time.Duration;

/** The standby class, which logs where the active module is. It serves no HTTP, so the manager redirects browsers there. */
final class HelloStandby extends MgrStandbyModule {
    private static final Duration LOOK = Duration.ofSeconds(1);

    HelloStandby(StandbyContext context) {
        super(context);
    }

    @Override
    public void serve() throws InterruptedException {
        String known = "";
        do {
            String now = getActiveUri().orElse("nowhere");
            if (!now.equals(known)) {
                log().info("standing by on {}, the active hello is at {}", getMgrId(), now);
                known = now;
            }
        } while (pause(LOOK));
    }
}
