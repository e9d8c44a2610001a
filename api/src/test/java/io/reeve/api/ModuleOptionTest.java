package io.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reeve.api.ModuleOption.Type;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleOptionTest {
    private static ModuleOption of(Type type) {
        return ModuleOption.of("o", type, null, "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "_a", "a-b", "a.b", "a b", "ä"})
    void aNameOfOtherCharactersIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleOption.str(name, "", "d"))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(ModuleOption.str("a".repeat(64), "", "d").name()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleOption.str("a".repeat(65), "", "d"));
    }

    @ParameterizedTest
    @CsvSource({"STR,any text", "INT,-5", "INT,0x1f", "UINT,5", "UINT,0", "FLOAT,-0.5", "BOOL,off", "SIZE,64K",
            "SECS,2min",
            "ADDR,host:1", "ADDR,127.0.0.1:65535", "ADDR,[::1]:7000", "UUID,6ba7b810-9dad-11d1-80b4-00c04fd430c8"})
    void aValueOfTheTypeIsAllowedAndKeptAsText(Type type, String text) {
        assertThat(of(type).parse(text).asString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"INT,x", "INT,1.5", "UINT,-1", "FLOAT,NaN", "BOOL,maybe", "SIZE,-1", "SIZE,1P", "SECS,5x", "ADDR,host",
            "ADDR,host:", "ADDR,:1", "ADDR,a:b:1", "ADDR,host:x", "ADDR,host:65536", "ADDR,host:99999", "UUID,x"})
    void aValueOfAnotherTypeIsRefusedWithOptionAndValue(Type type, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(type).parse(text))
                .withMessageContaining("option 'o'")
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"INT,1,9,1,9,0,10", "UINT,1,9,0x1,9,0,10", "SIZE,1K,1M,1024,1M,1023,1048577",
            "FLOAT,0.5,1.5,0.5,1.5,0.49,1.51", "SECS,1s,2min,1000ms,120,999ms,121"})
    void boundsAreInclusiveAndInTheTextFormOfTheType(Type type, String least, String most, String low, String high,
            String tooLow, String tooHigh) {
        ModuleOption option = of(type).between(least, most);
        assertThat(option.parse(low).asString()).isEqualTo(low);
        assertThat(option.parse(high).asString()).isEqualTo(high);
        assertThatIllegalArgumentException().isThrownBy(() -> option.parse(tooLow))
                .withMessageContaining("at least " + least);
        assertThatIllegalArgumentException().isThrownBy(() -> option.parse(tooHigh))
                .withMessageContaining("at most " + most);
    }

    @Test
    void boundsHoldToTheLastDigitOfALong() {
        ModuleOption option = of(Type.INT).between("9007199254740993", "9223372036854775806");
        assertThat(option.parse("9007199254740993").asLong()).isEqualTo(9007199254740993L);
        assertThatIllegalArgumentException().isThrownBy(() -> option.parse("9007199254740992"));
        assertThatIllegalArgumentException().isThrownBy(() -> option.parse("9223372036854775807"));
    }

    @Test
    void onlyTheListedValuesAreAllowed() {
        ModuleOption option = of(Type.STR).oneOf("info", "debug");
        assertThat(option.parse("debug").asString()).isEqualTo("debug");
        assertThatIllegalArgumentException().isThrownBy(() -> option.parse("Debug"))
                .withMessageContaining("one of info, debug");
    }

    @Test
    void aDefaultIsCheckedWhenTheOptionIsDeclaredAndWhenItsBoundsAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleOption.of("o", Type.INT, "x", "d"));
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleOption.number("o", Double.NaN, "d"));
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleOption.integer("o", 3, "d").between("4", null))
                .withMessageContaining("at least 4");
        assertThatIllegalArgumentException().isThrownBy(() -> ModuleOption.str("o", "a", "d").oneOf("b"));
        assertThat(ModuleOption.str("o", "", "d").defaultValue()).isEmpty();
    }

    @Test
    void theDefaultsOfTheFactoriesAreReadBack() {
        assertThat(parsedDefault(ModuleOption.integer("o", Long.MIN_VALUE, "d")).asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(parsedDefault(ModuleOption.number("o", -1e-300, "d")).asDouble()).isEqualTo(-1e-300);
        assertThat(parsedDefault(ModuleOption.bool("o", true, "d")).asBoolean()).isTrue();
        assertThat(parsedDefault(ModuleOption.secs("o", Duration.ofMillis(1_500), "d")).asDuration())
                .isEqualTo(Duration.ofMillis(1_500));
    }

    private static OptionValue parsedDefault(ModuleOption option) {
        return option.parse(Objects.requireNonNull(option.defaultValue()));
    }

    @Test
    void aCopyKeepsWhatItDoesNotChange() {
        ModuleOption all = ModuleOption.str("o", "a", "d")
                .oneOf("a", "b")
                .at(ModuleOption.Level.DEV)
                .atStartOnly()
                .describedAs("long")
                .between("1", "2");
        assertThat(all).isEqualTo(new ModuleOption("o", Type.STR, "a", "1", "2", List.of("a", "b"), false,
                ModuleOption.Level.DEV, "d", "long", List.of(), List.of()));
    }
}
