package io.reeve.modules.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The states of modules, read from what the command prints. */
class ModuleStatesTest {
    @Test
    void theStatesAreThoseOfTheEnabledModules() {
        assertThat(ModuleStates.of("""
                MODULE                         STATE
                dashboard                on    running
                hello                    on    failed: it is on the way
                slow                     on    starting
                prometheus               -
                cannot be loaded: it is on fire
                """)).containsOnlyKeys("dashboard", "hello", "slow")
                .containsEntry("dashboard", "running")
                .containsEntry("hello", "failed: it is on the way")
                .containsEntry("slow", "starting");
        assertThat(ModuleStates.of("")).isEmpty();
    }
}
