package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the history file keeps of a line. */
class HistoryLineTest {
    private static final List<CommandShape> COMMANDS = CommandShape.read(Json
            .read("""
                    {"cmd000": {"sig": ["config-key", "set", {"name": "key", "type": "CephString"},
                                        {"name": "val", "type": "CephString", "req": false, "secret": true}]},
                     "cmd001": {"sig": ["config", "set", {"name": "who", "type": "CephString"},
                                        {"name": "name", "type": "CephString"},
                                        {"name": "value", "type": "CephString", "secret": true},
                                        {"name": "force", "type": "CephBool", "req": false}]},
                     "cmd002": {"sig": ["log", {"name": "logtext", "type": "CephString", "n": "N", "secret": true}]},
                     "cmd003": {"sig": ["log", "last", {"name": "num", "type": "CephInt", "req": false}]},
                     "cmd004": {"sig": ["osd", "pool", "set", {"name": "pool", "type": "CephPoolname"},
                                        {"name": "var", "type": "CephChoices", "strings": "size|pg_num"}, {"name": "val", "type": "CephInt"}]},
                     "cmd005": {"sig": ["try", {"name": "count", "type": "CephInt", "req": false},
                                        {"name": "token", "type": "CephString", "req": false, "secret": true}]},
                     "cmd006": {"sig": ["osd", "tree"]},
                     "cmd007": {"sig": ["osd", "pool", "set", {"name": "pool", "type": "CephPoolname"},
                                        {"name": "var", "type": "CephChoices", "strings": "crush_rule|other"},
                                        {"name": "val", "type": "CephString", "secret": true}]}}
                    """
                    .getBytes(StandardCharsets.UTF_8)));

    private static String kept(String line) {
        List<String> words = List.of(line.split(" "));
        int kept = HistoryLine.kept(words, COMMANDS);
        return kept == words.size() ? line : kept == 0 ? "" : HistoryLine.shortened(words.subList(0, kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"osd tree", "osd pool set rbd size 3", "config-key set k", "config-key set k -i file",
            "--mgr http://a:1 osd tree", "osd tree --format json", "osd tree -f json", "log last 5",
            "help config-key set",
            "explain OSD_DOWN", "init --managers a --force", "--format json", "exit", "config set mgr name --force"})
    void aLineWithoutASecretIsKeptWhole(String line) {
        assertThat(kept(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({"config-key set db/pass S, config-key set db/pass …", "config-key set k S S, config-key set k …",
            "--mgr http://a:1 config-key set k S, --mgr http://a:1 config-key set k …",
            "config-key set k --val=S, config-key set k …", "config-key set --val S k, config-key set …",
            "config-key set --key=k S, config-key set --key=k …", "config-key set --key k S, config-key set --key k …",
            "config-key set -f json k S, config-key set -f json k …", "config-key set k -- S, config-key set k -- …",
            "config set mgr mgr/a/b S, config set mgr mgr/a/b …",
            "config set --force mgr mgr/a/b S, config set --force mgr mgr/a/b …",
            "config set --who=mgr mgr/a/b S, config set --who=mgr mgr/a/b …", "log S, log …", "log last S S, log …",
            "try S, try …", "try 5 S, try …", "osd tree S, osd tree …",
            "osd tree --bogus S, osd tree …", "config set mgr a --bogus=S, config set mgr a …",
            "config set mgr a --value S, config set mgr a …",
            "osd pool set rbd crush_rule S, osd pool set rbd crush_rule …"})
    void whatASecretArgumentOrNoneMayTakeIsLeftOut(String line, String kept) {
        assertThat(kept(line)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"config-key st k S, config-key …", "osd pool sett S, osd pool …",
            "osd pool set rbd size S, osd pool set …", "--mgr u osd S, --mgr u osd …"})
    void ofALineThatIsNoCommandOnlyTheWordsThatBeginOneAreKept(String line, String kept) {
        assertThat(kept(line)).isEqualTo(kept);
    }

    @Test
    void nothingIsKeptOfALineThatBeginsNoCommand() {
        assertThat(kept("S")).isEmpty();
        assertThat(kept("confg-key set k S")).isEmpty();
    }

    @Test
    void whileNoManagerHasToldItsCommandsOnlySingleWordsAndOwnCommandsAreKept() {
        assertThat(HistoryLine.kept(List.of("osd", "tree"), null)).isZero();
        assertThat(HistoryLine.kept(List.of("status"), null)).isOne();
        assertThat(HistoryLine.kept(List.of("explain", "OSD_DOWN"), null)).isEqualTo(2);
        assertThat(HistoryLine.kept(List.of("--mgr", "u", "status"), null)).isEqualTo(3);
    }

    @Test
    void wordsThatNeedQuotesHaveThem() {
        assertThat(HistoryLine.shortened(List.of("config-key", "set", "a b", "\"\\", "")))
                .isEqualTo("config-key set \"a b\" \"\\\"\\\\\" \"\" …");
    }

    @Test
    void whatIsNoDescriptionIsNoCommand() {
        assertThat(CommandShape.read(Json.read("""
                {"cmd000": {"sig": "osd"}, "cmd001": 5, "cmd002": {"sig": [5, {"type": "CephInt"}]}}
                """.getBytes(StandardCharsets.UTF_8)))).isEmpty();
    }
}
