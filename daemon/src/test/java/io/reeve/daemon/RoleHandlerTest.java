package io.reeve.daemon;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.daemon.role.FakeLeadership;
import io.reeve.daemon.role.RoleStates;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleHandlerTest {
    private final FakeLeadership leadership = new FakeLeadership(7);

    @Test
    void aPageIsAnsweredByTheActiveFromWhenItsModulesRunUntilTheyHaveStopped() {
        assertThat(routes("/hello/")).containsExactly(entry("starting", "standby"),
                entry("standby, opening", "standby"), entry("standby", "standby"), entry("activating", "standby"),
                entry("activating, opening", "standby"), entry("activating, serving", "pages"),
                entry("activating, frozen", "standby"), entry("active", "pages"), entry("frozen", "pages"),
                entry("draining", "pages"), entry("draining, never served", "standby"),
                entry("draining, never made", "standby"), entry("stopped", "standby"));
    }

    @Test
    void aCommandNeverGoesToTheStandbysHandler() {
        assertThat(routes("/api/command")).doesNotContainValue("standby")
                .containsEntry("standby", "command")
                .containsEntry("active", "pages");
    }

    @Test
    void theRouteDoesNotAskTheClockSinceAFrozenActiveStillShowsItsPages() {
        leadership.mayAct = false;
        assertThat(routes("/hello/")).containsEntry("active", "pages");
    }

    private Map<String, String> routes(String path) {
        Map<String, String> all = new LinkedHashMap<>();
        RoleStates.under(leadership).forEach((name, role) -> all.put(name, switch (RoleHandler.route(role, path)) {
            case RoleHandler.Pages<?>(Object work) when work.equals(RoleStates.WORK) -> "pages";
            case RoleHandler.Pages<?> other -> "pages of another work: " + other;
            case RoleHandler.Command<?> _ -> "command";
            case RoleHandler.Standby<?> _ -> "standby";
        }));
        return all;
    }
}
