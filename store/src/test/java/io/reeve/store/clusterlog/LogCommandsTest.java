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
        return command()
                .handle(new Command("log", Map.of("logtext", List.of(words)), new byte[0], "plain", "10.0.0.7:4711"));
    }

    @Test
    void noteIsDurableAndOfTheClusterChannelWhenTheCommandReturns() throws Exception {
        assertThat(note("replaced", "the fan", "of rack 3").retval()).isZero();

        ClusterLog other = zk.closing(new ClusterLog(zk.client(), zk.paths, InstantSource.system()));
        assertThat(other.last(10, ClusterLogPriority.INFO, ClusterLogChannel.CLUSTER)).singleElement()
                .satisfies(line -> {
                    assertThat(line.message()).isEqualTo("replaced the fan of rack 3");
                    assertThat(line.name()).isEqualTo("10.0.0.7:4711");
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
}
