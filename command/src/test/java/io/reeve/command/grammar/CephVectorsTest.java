package io.reeve.command.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.command.grammar.ParseResult.Parsed;
import io.reeve.command.grammar.ParseResult.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ceph program of release 16.2.15 was seen to do, and where Reeve does better. */
class CephVectorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', ignoreLeadingAndTrailingWhitespace = false, value = {"0x10;16", "0o17;15", "0b101;5",
            " 7 ;7",
            "1_000;1000", "-5;-5", "+5;5", "9223372036854775807;9223372036854775807"})
    void readsWholeNumbersAsPythonDoes(String word, long value) {
        assertThat(accepted("name=a,type=CephInt", word)).isEqualTo(Map.of("a", value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "99999999999999999999999;not in range [-9223372036854775808, 9223372036854775807]",
            "010;010 is not a whole number", "1__0;1__0 is not a whole number", "x;x is not a whole number",
            "0x;0x is not a whole number", "1.5;1.5 is not a whole number"})
    void refusesWhatIsNoWholeNumberOf64Bits(String word, String text) {
        assertThat(refused("name=a,type=CephInt", word)).contains(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"name=a,type=CephInt,range=1|5;6;6 not in range [1, 5]",
            "name=a,type=CephInt,range=1;0;0 not in range [1, ...]",
            "name=a,type=CephFloat,range=0|1;1.5;1.5 not in range [0.0, 1.0]",
            "name=a,type=CephFloat,range=0|1;nan;NaN not in range [0.0, 1.0]",
            "name=a,type=CephFloat;1d;1d is not a number", "name=a,type=CephChoices,strings=x|y;z;z not in x|y",
            "name=a,type=CephOsdName;osd.-1;osd id -1 is less than 0", "name=a,type=CephOsdName;mon.1;unknown type mon",
            "name=a,type=CephName;osd.x;osd id x not integer", "name=a,type=CephName;bla.1;unknown type bla",
            "name=a,type=CephName;bla;no . in bla", "name=a,type=CephPgid;1;pgid 1 has no .",
            "name=a,type=CephPgid;x.1;pool x not integer", "name=a,type=CephPgid;1.g;pgnum g not hex integer",
            "name=a,type=CephIPAddr;1.2.3;1.2.3: invalid IPv4 address", "name=a,type=CephIPAddr;1.2.3.4.;invalid IPv4",
            "name=a,type=CephIPAddr;1.2.3.256;invalid IPv4", "name=a,type=CephIPAddr;[::1;missing terminating ]",
            "name=a,type=CephIPAddr;1::2::3;invalid IPv6", "name=a,type=CephIPAddr;1.2.3.4:99999;invalid port",
            "name=a,type=CephIPAddr;localhost;invalid IPv4", "name=a,type=CephEntityAddr;1.2.3.4/x;nonce x not integer",
            "name=a,type=CephFragment;7/3;7 is not a hexadecimal number", "name=a,type=CephFragment;0x7;no /bits",
            "name=a,type=CephUUID;123;123 is not an UUID", "name=a,type=CephSocketpath;x;x is not an absolute path",
            "name=a,type=CephString,goodchars=[a-z];aBc;invalid chars B in aBc: allowed are [a-z]",
            "name=a,type=CephPrefix,prefix=me;you;no match for you: expected me"})
    void refusesWhatDoesNotFitTheType(String param, String word, String text) {
        assertThat(refused(param, word)).startsWith("Invalid command: a: ")
                .contains(text)
                .contains("\nfoo ")
                .endsWith(
                        " :  the foo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"CephFloat;nan;NaN", "CephFloat;1e3;1000.0", "CephString;'';''",
            "CephOsdName;3;3", "CephOsdName;osd.3;3", "CephOsdName;*;*", "CephName;*;*", "CephName;mgr.a;mgr.a",
            "CephPgid;1.1f;1.1f", "CephIPAddr;1.2.3.4:80;1.2.3.4:80", "CephIPAddr;[::1]:80;[::1]:80",
            "CephIPAddr;fe80::1;fe80::1", "CephIPAddr;::ffff:1.2.3.4;::ffff:1.2.3.4",
            "CephEntityAddr;1.2.3.4:6789/0;1.2.3.4:6789/0", "CephPoolname;rbd;rbd", "CephObjectname;o;o",
            "CephFilepath;x;x", "CephFragment;0x7/3;0x7/3", "CephSocketpath;/run/x;/run/x",
            "CephUUID;123e4567-e89b-12d3-a456-426614174000;123e4567-e89b-12d3-a456-426614174000"})
    void takesWhatFitsTheType(String type, String word, String value) {
        assertThat(accepted("name=a,type=" + type, word).get("a")).hasToString(value);
    }

    @Test
    void readsFlags() {
        String flag = "name=a,type=CephBool,req=false";
        assertThat(accepted(flag)).isEmpty();
        assertThat(accepted(flag, "--a")).isEqualTo(Map.of("a", true));
        assertThat(accepted(flag, "--a=false")).isEqualTo(Map.of("a", false));
        assertThat(refused(flag, "yes")).contains("unused arguments: ['yes']")
                .contains("yes not one of 'true', 'false'");
    }

    @Test
    void refusesMissingAndSurplusWords() {
        String text = "name=a,type=CephString";
        assertThat(refused(text + ",n=N")).contains("saw 0 of a(<string>)..., expected at least 1");
        assertThat(refused(text)).contains("missing required parameter a(<string>)");
        assertThat(refused(text, "p", "q")).contains("unused arguments: ['q']");
        assertThat(refused(text, "p", "--bogus")).contains("Unexpected argument '--bogus'");
    }

    @Test
    void neverTakesAnOptionForAValue() {
        assertThat(refused("name=a,type=CephString,req=false", "--yes-i-really-mean-it"))
                .contains("Unexpected argument '--yes-i-really-mean-it'");
    }

    @Test
    void takesWhatFollowsTheDoubleDashAsItStands() {
        assertThat(accepted("name=a,type=CephString", "--", "-x")).isEqualTo(Map.of("a", "-x"));
        assertThat(accepted("name=a,type=CephString,n=N", "--", "--", "--format")).isEqualTo(Map.of("a", List.of("--",
                "--format")));
    }

    @Test
    void takesExactlySoManyValues() {
        String two = "name=a,type=CephInt,n=2";
        assertThat(accepted(two, "1", "2")).isEqualTo(Map.of("a", List.of(1L, 2L)));
        assertThat(refused(two, "1")).contains("saw 1 of a(<int>), expected 2");
        assertThat(refused(two, "1", "2", "3")).contains("unused arguments: ['3']");
    }

    @Test
    void doesNotAbbreviateLiteralWords() {
        CommandTable table = table("foo bar");
        for (List<String> words : List.of(List.of("foo"), List.of("fo", "ba"))) {
            assertThat(refusal(table.parse(words)).message())
                    .isEqualTo("no valid command found; 1 closest matches:\nfoo bar");
        }
    }

    private static CommandTable table(String cmd) {
        CommandTable table = CommandTable.builder().add("mgr", new CommandDescriptor(cmd, "the foo", "r"), "").build();
        assertThat(table.problems()).isEmpty();
        return table;
    }

    private static ParseResult parse(String param, String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("foo"));
        all.addAll(List.of(words));
        return table("foo " + param).parse(all);
    }

    private static Map<String, Object> accepted(String param, String... words) {
        ParseResult result = parse(param, words);
        assertThat(result).isInstanceOf(Parsed.class);
        return ((Parsed) result).args();
    }

    private static String refused(String param, String... words) {
        return refusal(parse(param, words)).message();
    }

    private static Refused refusal(ParseResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return (Refused) result;
    }
}
