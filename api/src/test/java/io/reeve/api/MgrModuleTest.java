package io.reeve.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.Sample;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.testing.FakeCluster;
import io.reeve.api.testing.FakeContext;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MgrModuleTest {
    private final FakeContext context = new FakeContext("m");
    private final MgrModule module = new MgrModule(context) {
    };

    private static Sample at(double time, Number value) {
        return new Sample.Value(time, value);
    }

    private static FakeCluster counted(Sample... samples) {
        return new FakeCluster().counter("osd.0", "a.b", PerfCounter.Type.COUNTER, PerfCounter.USEFUL, samples);
    }

    private double rate(Sample... samples) {
        context.cluster = counted(samples);
        return module.getRate("osd", "0", "a.b");
    }

    @Test
    void theRateIsTheGrowthBetweenTheLastTwoSamples() {
        assertThat(rate(at(0, 100L), at(10, 5L), at(15, 15L))).isEqualTo(2);
        assertThat(rate(at(0, 1.5), at(2, 4.5))).isEqualTo(1.5);
        assertThat(rate(new Sample.Average(0, 10L, 1), new Sample.Average(5, 20L, 3))).isEqualTo(2);
    }

    @Test
    void theRateIsZeroWithFewerThanTwoSamplesAfterAResetAndWithoutTimeBetween() {
        assertThat(rate()).isZero();
        assertThat(rate(at(0, 5L))).isZero();
        assertThat(rate(at(0, 5L), at(1, 4L))).isZero();
        assertThat(rate(at(1, 5L), at(1, 9L))).isZero();
    }

    @Test
    void theRateOfALargeCounterIsThatOfItsGrowth() {
        assertThat(rate(at(0, 1L << 60), at(1, (1L << 60) + 3))).isEqualTo(3);
        BigInteger large = BigInteger.TWO.pow(63);
        assertThat(rate(at(0, Long.MAX_VALUE), at(1, large))).isEqualTo(1);
        assertThat(rate(at(0, large), at(2, large.add(BigInteger.TEN)))).isEqualTo(5);
    }

    @Test
    void theLatestValueIsZeroIfThereIsNone() {
        assertThat(module.getLatest("osd", "0", "a.b")).isEqualTo(0L);
        assertThat(module.getLatestAvg("osd", "0", "a.b")).isEqualTo(new Sample.Average(0, 0L, 0));
        context.cluster = counted(new Sample.Average(1, 10L, 4));
        assertThat(module.getLatest("osd", "0", "a.b")).as("an average's sum").isEqualTo(10L);
        assertThat(module.getLatestAvg("osd", "0", "a.b").count()).isEqualTo(4L);
        context.cluster = counted(at(1, 10L));
        assertThat(module.getLatestAvg("osd", "0", "a.b")).as("of what is no average")
                .isEqualTo(new Sample.Average(0, 0L, 0));
    }

    @Test
    void aLocalizedKeyIsThatOfThisManagerElseThatOfAll() {
        module.setStoreText("k", "ü");
        assertThat(module.getStoreText("k")).contains("ü");
        assertThat(module.getLocalizedStore("k")).hasValueSatisfying(v -> assertThat(v).isEqualTo("ü".getBytes(UTF_8)));
        module.setLocalizedStore("k", new byte[]{1});
        assertThat(context.stored).containsOnlyKeys("k", "a/k");
        assertThat(module.getLocalizedStore("k")).hasValueSatisfying(v -> assertThat(v).containsExactly(1));
        module.setLocalizedStore("k", null);
        module.setStoreText("k", null);
        assertThat(module.getLocalizedStore("k")).isEmpty();
    }

    @Test
    void optionsAreSetForThisModuleThisManagerAndAnotherModule() {
        module.setModuleOption("o", "1");
        module.setLocalizedModuleOption("o", "2");
        module.setModuleOptionEx("other", "o", "3");
        assertThat(context.options).containsOnly(Map.entry("m/o", "1"), Map.entry("m/a/o", "2"),
                Map.entry("other/o", "3"));
        assertThat(module.getModuleOption("o").asLong()).isEqualTo(1);
        assertThat(module.getLocalizedModuleOption("o").asLong()).isEqualTo(2);
        assertThat(module.getModuleOptionEx("other", "o").asLong()).isEqualTo(3);
    }

    @Test
    void commandsGoToTheirTargetAndAreAwaited() throws Exception {
        HandleCommandResult result = module.monCommand(Map.of("prefix", "status"));
        assertThat(new String(result.stdout(), UTF_8)).isEqualTo("{prefix=status}");
        HandleCommandResult _ = module.tellCommand("osd", "0", Map.of("prefix", "version"));
        module.sendCommand(new CommandResult(), CommandTarget.MGR, "{}", "tag");
        assertThat(context.sent).containsExactly("mon {prefix=status} 0 ''", "osd.0 {prefix=version} 0 ''",
                "mgr {} 0 'tag'");
    }

    @Test
    void tellNeverReachesTheBuiltInCommands() {
        assertThatIllegalArgumentException().isThrownBy(() -> module.tellCommand("mon", "", Map.of()));
        assertThat(context.sent).isEmpty();
    }

    @Test
    void aCommandWithoutAHandlerIsRefusedByName() {
        HandleCommandResult result = module.handleCommand(new Command("hello greet", Map.of(), new byte[0], "plain"));
        assertThat(result.retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(result.stderr()).contains("'hello greet'");
    }
}
