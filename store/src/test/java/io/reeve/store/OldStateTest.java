package io.reeve.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.store.configkey.ConfigKeyStore;
import io.reeve.store.health.HealthMutes;
import io.reeve.store.health.HealthMutes.Mute;
import io.reeve.store.testing.OldNodes;
import io.reeve.store.testing.StoreFixture;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and mutes that earlier versions wrote. */
final class OldStateTest {
    @ParameterizedTest
    @EnumSource
    void keysAndMutesOf743b3a6AreRead(OldNodes old) throws Exception {
        StoreFixture zk = new StoreFixture();
        try {
            CuratorFramework client = zk.client();
            old.write(client, zk.paths);
            ConfigKeyStore keys = zk.closing(new ConfigKeyStore(client, zk.paths));
            keys.start();
            HealthMutes mutes = new HealthMutes(client, zk.paths);
            mutes.load(Duration.ofSeconds(60));

            assertThat(keys.get("mgr/greeting").orElseThrow()).asString(UTF_8).isEqualTo("Guten Tag ä");
            assertThat(keys.get("some/deep/key").orElseThrow()).asString(UTF_8).isEqualTo("value");
            assertThat(keys.get("empty").orElseThrow()).isEmpty();
            assertThat(keys.get("binary").orElseThrow()).containsExactly(0, 1, 255, 254, 'b', 'i', 'n');
            assertThat(mutes.all()).containsOnlyKeys("OSDMAP_FLAGS")
                    .containsValue(new Mute("OSDMAP_FLAGS", true, 0, "", 0));
        } finally {
            zk.close();
        }
    }
}
