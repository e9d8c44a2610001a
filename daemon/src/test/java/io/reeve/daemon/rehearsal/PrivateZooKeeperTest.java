package io.reeve.daemon.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ZooKeeper server of a rehearsal, in the process of a manager. */
class PrivateZooKeeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    @SuppressWarnings("try") // closing a client of ZooKeeper may be interrupted
    void aConnectionIsNotAmongTheBeansOfTheProcess(@TempDir Path folder) throws Exception {
        try (PrivateZooKeeper server = PrivateZooKeeper.start(folder);
                ZooKeeper client = new ZooKeeper(server.address(), 10_000, _ -> {})) {
            await().atMost(LIMIT).until(() -> client.getState().isConnected());
            List<String> children = client.getChildren("/", false);
            assertThat(children).containsExactly("zookeeper");
            assertThat(beans()).noneMatch(bean -> bean.toString().contains(Long.toHexString(client.getSessionId())));
        }
    }

    private static Set<ObjectName> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.ZooKeeperService:*"), null);
    }
}
