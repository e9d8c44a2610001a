package io.reeve.modules.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The history of mutes: who, when, and how each ended. */
class MuteHistoryTest {
    private static final long START = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

    private final MuteHistory history = new MuteHistory("", 100);
    private String stored = "";

    private static Map<String, Object> health(boolean raised, List<Map<String, Object>> mutes) {
        return Map.of("checks", raised ? Map.of("OSD_DOWN", Map.of()) : Map.of(), "mutes", mutes);
    }

    private static Map<String, Object> mute(String ttl) {
        Map<String, Object> mute = new HashMap<>(
                Map.of("code", "OSD_DOWN", "sticky", false, "summary", "", "count", 1));
        if (!ttl.isEmpty()) {
            mute.put("ttl", ttl);
        }
        return mute;
    }

    /** A line of the audit log. */
    private static String line(int second, String command) {
        return Instant.ofEpochMilli(START + second * 1000L + 123) + " mgr.a (audit) [INF] from='10.0.0." + second
                + ":4000' id='1' cmd='" + command + "': dispatch\n";
    }

    /** The two lines of a command of that id which did nothing. */
    private static String failed(int second, String how) {
        String begun = line(second, "health mute code=OSD_DOWN").replace("id='1'", "id='" + second + "f'");
        return begun + begun.replace("dispatch", how);
    }

    /** Looks once a second, as the module does, until the history takes over what there is. */
    private Map<String, Object> seen(MuteHistory of, Map<String, Object> health, String audit, int second) {
        for (int i = 0; of.differs(health); i++) {
            assertThat(i).isLessThan(10);
            String text = of.look(health, audit, START + (second + i) * 1000L);
            stored = text == null ? stored : text;
        }
        return of.section();
    }

    private static Map<String, Object> only(Map<String, Object> section) {
        assertThat(section).hasSize(1);
        return Values.map(section.values().iterator().next());
    }

    @Test
    void whoMutedAndWhoUnmutedComeFromTheAuditLog() {
        String muted = line(1, "health mute code=OSD_DOWN ttl=4h");
        Map<String, Object> begun = only(
                seen(history, health(true, List.of(mute("2026-03-01T14:00:01Z"))), muted, 2));
        assertThat(begun).containsEntry("by", "10.0.0.1:4000")
                .containsEntry("from", START + 1123)
                .containsEntry("end", 0L)
                .containsEntry("until", START + (4 * 3600 + 1) * 1000L);
        Map<String, Object> ended = only(
                seen(history, health(true, List.of()), muted + line(9, "health unmute code=OSD_DOWN"), 10));
        assertThat(ended).containsEntry("ending", "unmuted by 10.0.0.9:4000").containsEntry("end", START + 9123);
    }

    @Test
    void aCommandThatFailedMutedNothing() {
        String audit = line(1, "health mute code=OSD_DOWN") + failed(2, "failed with EINVAL")
                + failed(3, "not executed");
        assertThat(only(seen(history, health(true, List.of(mute(""))), audit, 4)))
                .containsEntry("by", "10.0.0.1:4000");
    }

    @Test
    void theLineOfACommandBeforeTheLastEndIsNotThatOfTheNextMute() {
        String audit = line(1, "health mute code=OSD_DOWN") + line(5, "health mute code=OSD_DOWN ttl=4h");
        seen(history, health(true, List.of(mute(""))), line(1, "health mute code=OSD_DOWN"), 2);
        seen(history, health(false, List.of()), audit, 10);
        Map<String, Object> both = seen(history, health(true, List.of(mute(""))), audit, 30);
        assertThat(both.values().stream().map(m -> Values.map(m).get("by"))).containsExactly("10.0.0.1:4000", "");
    }

    @Test
    void anArgumentOfAnotherCommandThatLooksLikeALineSaysNothing() {
        String note = "2026-03-01T10:00:01Z mgr.a (audit) [INF] from='10.0.0.1:1' id='1' cmd='config-key set key=k "
                + "val=x (audit) [INF] from='10.6.6.6:1' id='1' cmd='health mute code=OSD_DOWN': dispatch': dispatch\n";
        assertThat(only(seen(history, health(true, List.of(mute(""))), note, 2))).containsEntry("by", "");
    }

    @Test
    void aLineThatComesALittleLaterIsWaitedFor() {
        Map<String, Object> now = health(true, List.of(mute("")));
        assertThat(history.look(now, "", START)).isNull();
        assertThat(history.section()).isEmpty();
        assertThat(history.look(now, line(0, "health mute code=OSD_DOWN"), START + 1000)).contains("10.0.0.0:4000");
    }

    @Test
    void aMuteWhoseTimeIsOverEndedThen() {
        seen(history, health(true, List.of(mute("2026-03-01T10:00:30Z"))), line(1, "health mute code=OSD_DOWN"), 2);
        assertThat(only(seen(history, health(true, List.of()), "", 33))).containsEntry("ending", "the time was over")
                .containsEntry("end", START + 30_000);
    }

    @Test
    void aMuteWhoseCheckClearedEndedWhenThatWasFirstSeen() {
        seen(history, health(true, List.of(mute(""))), line(1, "health mute code=OSD_DOWN"), 2);
        assertThat(only(seen(history, health(false, List.of()), "", 20))).containsEntry("ending", "the check cleared")
                .containsEntry("end", START + 20_000);
    }

    @Test
    void whatEndedWhileNobodyLookedIsFoundByTheNextManager() {
        String muted = line(1, "health mute code=OSD_DOWN");
        seen(history, health(true, List.of(mute(""))), muted, 2);
        MuteHistory next = new MuteHistory(stored, 100);
        assertThat(next.section()).isEqualTo(history.section());
        assertThat(only(seen(next, health(true, List.of()), muted + line(5, "health unmute"), 50)))
                .containsEntry("ending", "unmuted by 10.0.0.5:4000")
                .containsEntry("end", START + 5123);
    }

    @Test
    void aMuteThatIsChangedIsAnotherOne() {
        String first = line(1, "health mute code=OSD_DOWN");
        seen(history, health(true, List.of(mute(""))), first, 2);
        Map<String, Object> both = seen(history, health(true, List.of(mute("2026-03-01T12:00:00Z"))),
                first + line(7, "health mute code=OSD_DOWN ttl=2h"), 8);
        assertThat(both.values().stream().map(m -> Values.map(m).get("by")))
                .containsExactly("10.0.0.1:4000", "10.0.0.7:4000");
        assertThat(both.values().stream().map(m -> Values.map(m).get("ending"))).containsExactly("muted anew", "");
    }

    @Test
    void theLineOfAnEarlierMuteIsNotThatOfTheNextOne() {
        String first = line(1, "health mute code=OSD_DOWN");
        seen(history, health(true, List.of(mute(""))), first, 2);
        seen(history, health(false, List.of()), first, 10);
        Map<String, Object> both = seen(history, health(true, List.of(mute(""))), first, 30);
        assertThat(both.values().stream().map(m -> Values.map(m).get("by"))).containsExactly("10.0.0.1:4000", "");
        assertThat(both.values().stream().map(m -> Values.map(m).get("from")))
                .containsExactly(START + 1123, START + 30_000);
    }

    @Test
    void theOldestThatHaveEndedGoAndLinesThatAreNoMutesAreLeftOut() {
        MuteHistory two = new MuteHistory("rubbish\nOSD_DOWN\tx\ta\t0\tfalse\t0\t\n", 2);
        assertThat(two.section()).isEmpty();
        for (int second = 0; second < 50; second += 10) {
            seen(two, health(true, List.of(mute(""))), line(second, "health mute code=OSD_DOWN"), second + 1);
            seen(two, health(true, List.of()), line(second + 2, "health unmute code=OSD_DOWN"), second + 3);
        }
        assertThat(two.section().keySet()).containsExactly(START + 30_123 + " OSD_DOWN", START + 40_123 + " OSD_DOWN");
    }

    @Test
    void theStoredTextHasTheNewestThatFitIntoAConfigKey() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(Map.of("code", "C" + i + "_".repeat(100), "sticky", true));
        }
        assertThat(seen(history, health(true, all), "", 1)).hasSize(1000);
        assertThat(stored).hasSizeBetween(50_000, 60_000);
        assertThat(stored.lines().toList().getLast()).startsWith("C999_");
        assertThat(new MuteHistory(stored, 100).section()).hasSize((int) stored.lines().count());
    }

    @Test
    void nothingIsSaidBeforeTheHealthIsKnown() {
        seen(history, health(true, List.of(mute(""))), line(1, "health mute code=OSD_DOWN"), 2);
        assertThat(history.differs(Map.of())).isFalse();
    }
}
