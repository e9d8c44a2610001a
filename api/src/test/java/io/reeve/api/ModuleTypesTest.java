package io.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.testing.FakeContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleTypesTest {
    private static final class Module extends MgrModule {
        Module(ModuleContext context) {
            super(context);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "-a", "a.b", "a/b", "a b"})
    void aModuleNameOfOtherCharactersIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleSpec.of(name, Module.class, Module::new))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void aCopyOfASpecificationKeepsWhatItDoesNotChange() {
        ModuleSpec spec = ModuleSpec.of("my-module_2", Module.class, Module::new)
                .withOptions(ModuleOption.str("o", "", "d"))
                .withNotifyTypes(NotifyType.HEALTH)
                .withCanRun(() -> CanRun.no("why"));
        assertThat(spec.options()).extracting(ModuleOption::name).containsExactly("o");
        assertThat(spec.notifyTypes()).containsExactly(NotifyType.HEALTH);
        assertThat(spec.canRun().get()).isEqualTo(new CanRun(false, "why"));
        assertThat(spec.standby()).isNull();
        assertThat(spec.module().apply(new FakeContext("m"))).isInstanceOf(Module.class);
    }

    @Test
    void aTargetIsMonOrMgrOrADaemonThatCanBe() {
        assertThat(CommandTarget.daemon("osd", "0")).hasToString("osd.0").matches(CommandTarget::isDaemon);
        assertThat(CommandTarget.daemon("mon", "a").isDaemon()).isTrue();
        assertThat(CommandTarget.MON).hasToString("mon").isEqualTo(new CommandTarget("mon", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandTarget("osd", ""))
                .withMessageContaining("MON, MGR or daemon");
        assertThatIllegalArgumentException().isThrownBy(() -> CommandTarget.daemon("a.b", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mon", "mgr", "osd", ""})
    void aDaemonHasAnId(String type) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandTarget.daemon(type, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "HELLO_quiet", "1A", "_A", "A-B"})
    void aHealthCheckCodeOfOtherCharactersIsRefused(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> HealthCheck.warning(code, "s"))
                .withMessageContaining("'" + code + "'");
    }

    @Test
    void aHealthCheckCountsItsDetailAndAtLeastOne() {
        assertThat(HealthCheck.warning("A_1", "s").count()).isEqualTo(1);
        assertThat(HealthCheck.error("A_1", "s", "x", "y").count()).isEqualTo(2);
        assertThat(HealthCheck.error("A".repeat(128), "s").severity().wireName()).isEqualTo("HEALTH_ERR");
        assertThatIllegalArgumentException().isThrownBy(() -> HealthCheck.warning("A".repeat(129), "s"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthCheck("A", HealthCheck.Severity.WARNING, "s", -1, List.of()))
                .withMessageContaining("-1");
    }

    @Test
    void aResultIsAwaitedHoweverLongTheWaitAndSetOnce() throws Exception {
        CommandResult result = new CommandResult();
        assertThat(result.await(Duration.ofMillis(1)).retval()).isEqualTo(-Errno.ETIMEDOUT.number());
        assertThat(result.isDone()).isFalse();
        result.complete(HandleCommandResult.remark("done"));
        assertThat(result.await(Duration.ofSeconds(Long.MAX_VALUE)).stderr()).isEqualTo("done");
        assertThat(result.isDone()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> result.complete(HandleCommandResult.ok()));
    }
}
