package io.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValueTest {
    private static OptionValue of(String text) {
        return OptionValue.of("o", text);
    }

    @Test
    void withoutAValueThereIsOnlyTheOtherText() {
        OptionValue none = OptionValue.of("o", null);
        assertThat(none.isSet()).isFalse();
        assertThat(none.orElse("x")).isEqualTo("x");
        assertThatIllegalStateException().isThrownBy(none::asString).withMessageContaining("'o'");
        assertThat(of("").isSet()).isTrue();
        assertThat(of("").orElse("x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10,10", "-10,-10", "+10,10", "' 10 ',10", "0x1f,31", "0X1F,31", "-0x1f,-31", "64K,65536", "64k,65536",
            "'1 M',1048576", "1G,1073741824", "2T,2199023255552", "-1K,-1024", "0,0", "00,0", "010,10", "-010,-10",
            "+010,10", "010K,10240", "9223372036854775807,9223372036854775807",
            "-9223372036854775808,-9223372036854775808"})
    void wholeNumbersAreDecimalOrHexadecimalOrHaveASuffix(String text, long value) {
        assertThat(of(text).asLong()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "K", "x", "1.5", "1e3", "#1f", "0x", "0x1fK", "1KK", "1P", "1 0", "--1", "٣",
            "9223372036854775808", "8388608T", "0x8000000000000000"})
    void otherTextIsNoWholeNumberAndTheErrorNamesOptionAndValue(String text) {
        assertThatIllegalArgumentException().isThrownBy(of(text)::asLong)
                .withMessageContaining("option 'o'")
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void everyLongIsReadBackInDecimalAndHexadecimal() {
        Random random = new Random(20_261_127);
        for (int i = 0; i < 2_000; i++) {
            long n = random.nextLong() >> random.nextInt(64);
            assertThat(of(Long.toString(n)).asLong()).isEqualTo(n);
            long positive = n & Long.MAX_VALUE;
            assertThat(of("0x" + Long.toHexString(positive)).asLong()).isEqualTo(positive);
        }
    }

    @Test
    void noTextMakesAConversionEndOtherwiseThanWithAValueOrARefusal() {
        Random random = new Random(4_711);
        String letters = "0123456789+-.exXKMGTmsinhdtruefalsyoNaI :[]\u0663";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            for (ModuleOption.Type type : ModuleOption.Type.values()) {
                ModuleOption option = ModuleOption.of("o", type, null, "d").between("-10", "10");
                try {
                    assertThat(option.parse(text.toString()).asString()).isEqualTo(text.toString());
                } catch (IllegalArgumentException refused) {
                    assertThat(refused).hasMessageContaining("option 'o'").hasMessageContaining("'" + text + "'");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5,5000", "0.25,250", "200ms,200", "5s,5000", "2min,120000", "2MIN,120000", "1h,3600000",
            "1d,86400000", "'5 min',300000", "1.5h,5400000", "0,0"})
    void durationsAreSecondsOrHaveAUnit(String text, long millis) {
        assertThat(of(text).asDuration()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5x", "5 weeks", "NaN", "Infinity", "0x1p3", "0x10", "1_000", "٣", "1h30", "--5",
            "1e300", "-1e300", "1e13", "-1e13"})
    void otherTextIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(of(text)::asDuration).withMessageContaining("a duration");
    }

    @Test
    void everyDurationInMillisecondsIsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Duration d = Duration.ofMillis(random.nextLong(0, 1L << 40));
            assertThat(of(d.toMillis() + "ms").asDuration()).isEqualTo(d);
            assertThat(ModuleOption.secs("o", d, "d").parse(d.toMillis() + "ms").asDuration()).isEqualTo(d);
        }
    }

    @Test
    void anOptionForATimeIsNotNegativeEvenWithoutBounds() {
        ModuleOption option = ModuleOption.of("o", ModuleOption.Type.SECS, null, "d");
        assertThat(option.parse("0").asDuration()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> option.parse("-5"))
                .withMessage("option 'o': '-5' is not a duration that is not negative");
    }

    @Test
    void anOptionForAUuidTakesTheWholeFormAlone() {
        ModuleOption option = ModuleOption.of("o", ModuleOption.Type.UUID, null, "d");
        String whole = "123E4567-e89b-12d3-a456-426614174000";
        assertThat(option.parse(whole).asString()).isEqualTo(whole);
        for (String text : new String[]{"1-1-1-1-1", whole + " ", "+23e4567-e89b-12d3-a456-426614174000", ""}) {
            assertThatIllegalArgumentException().isThrownBy(() -> option.parse(text)).withMessageContaining("a UUID");
        }
    }

    @Test
    void numbersAreFinite() {
        assertThat(of(" 0.5 ").asDouble()).isEqualTo(0.5);
        assertThat(of("-1e3").asDouble()).isEqualTo(-1000);
        for (String text : new String[]{"NaN", "Infinity", "-Infinity", "1e999", "", "x", "1,5", "0x1p3", "1d", "1.5f",
                "2D", "1_000", "٣", "."}) {
            assertThatIllegalArgumentException().isThrownBy(of(text)::asDouble).withMessageContaining("number");
        }
    }

    @ParameterizedTest
    @CsvSource({"true,true", "Yes,true", "ON,true", "1,true", "' true ',true", "false,false", "no,false", "off,false",
            "0,false"})
    void yesOrNoIsOneOfEightWords(String text, boolean value) {
        assertThat(of(text).asBoolean()).isEqualTo(value);
    }

    @Test
    void everythingElseIsNeitherYesNorNo() {
        for (String text : new String[]{"", "2", "y", "truee", "null"}) {
            assertThatIllegalArgumentException().isThrownBy(of(text)::asBoolean).withMessageContaining("one of true");
        }
    }
}
