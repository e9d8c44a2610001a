package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MgrCommandsTest {
    private static MgrMap.Manager manager(String name, String host, Map<String, String> metadata) {
        return new MgrMap.Manager(name, name.hashCode(), host, 1, "http://" + name + "/", name + ":6800", "1.0", 0,
                List.of(), metadata);
    }

    private static final MgrMap MAP = new MgrMap("lab", "fsid", 4, false,
            new MgrMap.Active(manager("a", "h1", Map.of("arch", "x86_64")), 4, Instant.EPOCH, true, Map.of()),
            Instant.EPOCH,
            List.of(manager("b", "h1", Map.of("arch", "x86_64")), manager("c", "h2", Map.of())), List.of());

    private static final MgrCommands.Managers MANAGERS = new MgrCommands.Managers() {
        @Override
        public MgrMap map() {
            return MAP;
        }

        @Override
        public Optional<Map<String, Object>> history(long epoch) {
            return Optional.empty();
        }

        @Override
        public HandleCommandResult fail(@Nullable String who, @Nullable Long epoch) {
            throw new AssertionError("nobody is failed");
        }

        @Override
        public HandleCommandResult setDown(boolean down) {
            throw new AssertionError("nothing is set down");
        }
    };

    private static @Nullable Object count(String property) throws Exception {
        BuiltinCommand command = new MgrCommands(MANAGERS, new MgrMapDump(_ -> Map.of())).commands()
                .stream()
                .filter(c -> c.descriptor().cmd().startsWith("mgr count-metadata"))
                .findFirst()
                .orElseThrow();
        return command.handle(new Command("mgr count-metadata", Map.of("property", property), new byte[0], "json"))
                .data();
    }

    @Test
    void managersAreCountedByAFactAndThoseWithoutItAreUnknown() throws Exception {
        assertThat(count("hostname")).isEqualTo(Map.of("hostname", Map.of("h1", 2, "h2", 1)));
        assertThat(count("arch")).isEqualTo(Map.of("arch", Map.of("x86_64", 2, "unknown", 1)));
        assertThat(count("nothing")).isEqualTo(Map.of("nothing", Map.of("unknown", 3)));
    }
}
