package io.reeve.store.clusterlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.ClusterLogChannel;
import io.reeve.api.ClusterLogPriority;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.store.testing.DirectFencedWriter;
import io.reeve.store.testing.StoreFixture;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogCommandsTest {
    private StoreFixture zk;
    private ClusterLog log;

    @BeforeEach
    void start() throws Exception {
        zk = new StoreFixture();
        log = zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system()));
        log.attach(DirectFencedWriter.elect(zk.client(), zk.paths));
    }

    @AfterEach
    void stop() throws Exception {
        zk.close();
    }

    private BuiltinCommand command() {
        return new LogCommands(log).commands()
                .stream()
                .filter(c -> c.descriptor().cmd().startsWith("log name=logtext"))
                .findFirst()
                .orElseThrow();
    }

    private HandleCommandResult note(String... words) throws Exception {
        return noteFrom("10.0.0.7:4711", words);
    }

    private HandleCommandResult noteFrom(String from, String... words) throws Exception {
        return command().handle(new Command("log", Map.of("logtext", List.of(words)), new byte[0], "plain", from));
    }

    @Test
    void noteIsDurableAndOfTheClusterChannelWhenTheCommandReturns() throws Exception {
        assertThat(note("replaced", "the fan", "of rack 3").retval()).isZero();

        ClusterLog other = zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system()));
        assertThat(other.last(10, ClusterLogPriority.INFO, ClusterLogChannel.CLUSTER)).singleElement()
                .satisfies(line -> {
                    assertThat(line.message()).isEqualTo("replaced the fan of rack 3");
                    assertThat(line.name()).isEqualTo("client 10.0.0.7");
                    assertThat(line.priority()).isEqualTo(ClusterLogPriority.INFO);
                });
    }

    @Test
    void theTextOfANoteIsDeclaredSecretSoThatNoAuditLineRepeatsIt() {
        assertThat(command().descriptor().cmd()).contains("name=logtext,type=CephString,n=N,secret=true");
    }

    @Test
    void emptyNoteIsRefused() throws Exception {
        assertThat(note("", " ").retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(log.last(10, ClusterLogPriority.DEBUG, null)).isEmpty();
    }

    @Test
    void noteThatIsDroppedIsNotAcknowledgedAndAllConnectionsOfAClientShareOneLimit() throws Exception {
        log = zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system(), () -> 0,
                new LogQueue.QueueLimits(2, 1, 10)));
        log.attach(DirectFencedWriter.elect(zk.client(), zk.paths));

        assertThat(noteFrom("10.0.0.7:1", "first").retval()).isZero();
        assertThat(noteFrom("10.0.0.7:2", "second").retval()).isZero();
        HandleCommandResult third = noteFrom("10.0.0.7:3", "third");
        assertThat(third.retval()).isEqualTo(-Errno.EAGAIN.number());
        assertThat(third.stderr()).isEqualTo("too many notes: try again in a second");
        assertThat(noteFrom("[::1]:3", "of another").retval()).isZero();
        assertThat(noteFrom("module m", "of a module").retval()).isZero();

        assertThat(log.last(10, ClusterLogPriority.INFO, null)).extracting(line -> line.name() + ": " + line.message())
                .containsExactly("client 10.0.0.7: first", "client 10.0.0.7: second", "client [::1]: of another",
                        "module m: of a module");
    }

    /** What {@code log since} tells: the last number, the lost ones, and the messages. */
    private List<Object> since(Map<String, Object> args) throws Exception {
        BuiltinCommand since = new LogCommands(log).commands()
                .stream()
                .filter(c -> c.descriptor().cmd().startsWith("log since"))
                .findFirst()
                .orElseThrow();
        Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(
                since.handle(new Command("log since", args, new byte[0], "json", "")).data());
        List<?> messages = ((List<?>) Objects.requireNonNull(data.get("entries"))).stream()
                .map(entry -> ((Map<?, ?>) entry).get("message"))
                .toList();
        return List.of(Objects.requireNonNull(data.get("last")), Objects.requireNonNull(data.get("lost")), messages);
    }

    @Test
    void sinceTellsWhatIsNewAndWhereTheLogStands() throws Exception {
        assertThat(since(Map.of())).containsExactly(0L, 0L, List.of());
        note("one");
        note("two");
        note("three");
        assertThat(since(Map.of())).containsExactly(3L, 0L, List.of());
        assertThat(since(Map.of("seq", 1L))).containsExactly(3L, 0L, List.of("two", "three"));
        assertThat(since(Map.of("seq", 1L, "level", "warn"))).containsExactly(3L, 0L, List.of());
        assertThat(since(Map.of("seq", 0L, "channel", "audit"))).containsExactly(3L, 0L, List.of());
        assertThat(since(Map.of("seq", 3L))).containsExactly(3L, 0L, List.of());
        assertThat(since(Map.of("seq", 9L))).as("a log that began anew").containsExactly(3L, 0L, List.of());
    }

    @Test
    void sinceCountsWhatIsKeptNoMoreAndWhatWasCorruptedInTheMiddle() throws Exception {
        note("one");
        note("two");
        note("three");
        zk.client().setData().forPath(zk.paths.log() + "/0000000002", new byte[]{'?'});
        log = zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system()));
        assertThat(since(Map.of("seq", 0L))).containsExactly(3L, 1L, List.of("one", "three"));
        zk.client().delete().forPath(zk.paths.log() + "/0000000001");
        assertThat(since(Map.of("seq", 0L))).containsExactly(3L, 2L, List.of("three"));
        assertThat(since(Map.of("seq", 2L))).containsExactly(3L, 0L, List.of("three"));
    }

    @Test
    void numbersGoOnUnderTheNextActive() throws Exception {
        note("one");
        log.detach();
        log = zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system()));
        log.attach(DirectFencedWriter.elect(zk.client(), zk.paths));
        note("two");
        assertThat(since(Map.of("seq", 1L))).containsExactly(2L, 0L, List.of("two"));
    }
}
