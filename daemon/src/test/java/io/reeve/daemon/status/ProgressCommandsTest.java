package io.reeve.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.store.progress.ProgressEvents;
import io.reeve.store.testing.FakeProgressKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands about long work, as Ceph's module of that name answers them. */
class ProgressCommandsTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    private final FakeProgressKeys keys = new FakeProgressKeys();
    private Instant now = START;
    private ProgressEvents events;

    /** Begins a leadership, in which what the last one kept is there. */
    @BeforeEach
    void lead() {
        events = new ProgressEvents(keys, () -> now, System::nanoTime);
        events.open();
    }

    @AfterEach
    void close() {
        events.close();
    }

    private HandleCommandResult run(String words, String format) throws Exception {
        BuiltinCommand command = new ProgressCommands(() -> events, Clock.fixed(now, ZoneOffset.UTC)).commands()
                .stream()
                .filter(each -> each.descriptor().cmd().equals(words))
                .findFirst()
                .orElseThrow();
        return command.handle(new Command(words, Map.of(), new byte[0], format));
    }

    private List<String> plain() throws Exception {
        return Objects.requireNonNull(run("progress", "plain").text())
                .parts()
                .stream()
                .map(part -> ((Text.Part.Line) part).text())
                .toList();
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().valueToTree(run("progress json", "plain").data());
    }

    @Test
    void runningWorkIsDrawnNewestFirstAndFinishedWorkBelow() throws Exception {
        Progress m = events.of("m");
        m.start(ProgressEvent.of("old", "Rebuilding the index"));
        m.start(ProgressEvent.of("good", "Copying"));
        m.start(ProgressEvent.of("bad", "Moving"));
        now = START.plusSeconds(200);
        assertThat(m.update("old", 0.5, "Rebuilding the index")).isTrue();
        assertThat(m.complete("good")).isTrue();
        now = START.plus(Duration.ofHours(3));
        m.start(ProgressEvent.of("new", "Checking"));
        assertThat(m.fail("bad", "no space left")).isTrue();
        now = now.plusSeconds(7);
        assertThat(plain()).containsExactly("Checking (7s)",
                "    [............................]",
                "Rebuilding the index (3h)",
                "    [==============..............] (remaining: 3h)",
                "",
                "[Complete]: Copying (3m)",
                "    [============================]",
                "[Failed]: Moving (3h)",
                "    no space left");
    }

    @Test
    void nothingInProgressIsARemarkForPeopleAndTwoEmptyListsForPrograms() throws Exception {
        assertThat(run("progress", "plain")).isEqualTo(HandleCommandResult.remark("Nothing in progress"));
        assertThat(new ObjectMapper().writeValueAsString(run("progress", "json").data()))
                .isEqualTo("{\"events\":[],\"completed\":[]}")
                .isEqualTo(json().toString());
    }

    @Test
    void jsonHasCephsKeysAndThoseOfReeve() throws Exception {
        Progress m = events.of("m");
        m.start(ProgressEvent.of("a", "Copying").shownInStatus());
        m.start(ProgressEvent.of("b", "Moving"));
        now = START.plusMillis(30_500);
        assertThat(m.update("a", 0.25, "Copying 5 of 20")).isTrue();
        assertThat(m.fail("b", "no space left")).isTrue();
        assertThat(json().toString()).isEqualTo("{\"events\":[{\"id\":\"m/a\",\"message\":\"Copying 5 of 20\","
                + "\"duration\":\"(30s)\",\"refs\":[],\"progress\":0.25,\"started_at\":1.7776296E9,"
                + "\"time_remaining\":91,\"add_to_ceph_s\":true,\"module\":\"m\",\"kept\":false,\"inherited\":false}],"
                + "\"completed\":[{\"id\":\"m/b\",\"message\":\"Moving\",\"refs\":[],\"started_at\":1.7776296E9,"
                + "\"finished_at\":1.7776296305E9,\"add_to_ceph_s\":false,\"module\":\"m\",\"failed\":true,"
                + "\"failure_message\":\"no space left\"}]}");
    }

    @Test
    void workThatItsModuleHasYetToTakeUpAgainSaysSo() throws Exception {
        events.of("m").start(ProgressEvent.of("a", "Copying").keptAcrossFailover());
        events.close();
        lead();
        assertThat(plain()).containsExactly("Copying (0s)",
                "    [............................] (waiting for module 'm')");
        assertThat(json().at("/events/0/inherited").asBoolean()).isTrue();
    }

    @Test
    void onOffAndClearAnswerAsCephs() throws Exception {
        events.of("m").start(ProgressEvent.of("a", "Copying"));
        assertThat(run("progress clear", "plain")).isEqualTo(HandleCommandResult.ok());
        assertThat(plainRemark("progress")).isEqualTo("Nothing in progress");
        assertThat(plainRemark("progress on")).isEqualTo("progress already enabled!");
        assertThat(plainRemark("progress off")).isEqualTo("progress disabled");
        assertThat(plainRemark("progress off")).isEqualTo("progress already disabled!");
        events.of("m").start(ProgressEvent.of("a", "Copying"));
        assertThat(plainRemark("progress")).isEqualTo("Nothing in progress");
        assertThat(keys.text("progress/enabled")).isEqualTo("false");
        assertThat(plainRemark("progress on")).isEqualTo("progress enabled");
        assertThat(keys.stored).isEmpty();
    }

    private String plainRemark(String words) throws Exception {
        HandleCommandResult result = run(words, "plain");
        assertThat(result.retval()).isZero();
        return result.stderr();
    }
}
