package io.reeve.modulehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.NotExecutedException;
import io.reeve.modulehost.catalog.ModuleCatalog;
import io.reeve.modulehost.catalog.ReservedNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of a manager that is not active, or is none any more when the order comes to run. */
class ModuleManagementTest {
    @TempDir
    Path folder;

    private ModuleCatalog catalog;
    private ModuleManagement management;

    @BeforeEach
    void open() {
        MgrMap map = new MgrMap("reeve", "f", 1, false, null, Instant.EPOCH, List.of(), List.of());
        MgrMap.Manager self = new MgrMap.Manager("a", 1, "h", 1, "http://h/", "h:1", "1", 0, List.of(), Map.of());
        catalog = new ModuleCatalog(List.of(), folder, Duration.ofSeconds(1));
        management = new ModuleManagement(() -> map, catalog, new ModuleWatch(catalog, () -> self, _ -> {}), () -> null,
                () -> Optional.of(List.of()));
    }

    @AfterEach
    void close() throws Exception {
        catalog.close();
    }

    @Test
    void everyOrderAsksForAnotherTryWhereNobodyIsActive() {
        assertAgain(() -> management.enable("hello", false));
        assertAgain(() -> management.enable("hello", true));
        assertAgain(() -> management.disable("hello"));
        assertAgain(() -> management.restart("hello"));
        assertAgain(() -> management.selfTest("hello"));
    }

    @Test
    void aReservedNameIsRefusedByNameWhoeverIsActive() {
        String reserved = ReservedNames.ALL.iterator().next();
        HandleCommandResult result = management.enable(reserved, true);
        assertThat(result.retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(result.stderr()).contains("'" + reserved + "' is reserved");
    }

    @Test
    void aModuleHasNoStateWhereNobodyIsActive() {
        assertThat(management.state("hello")).isEmpty();
    }

    @Test
    void theListInZooKeeperIsNotFollowedWhereNobodyIsActive() {
        management.follow();
        assertThat(management.enabled()).isEmpty();
    }

    private static void assertAgain(ThrowingCallable order) {
        assertThatThrownBy(order).isInstanceOfSatisfying(NotExecutedException.class,
                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EAGAIN))
                .hasMessage("this manager is not active any more");
    }
}
