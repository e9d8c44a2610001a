package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.election.testing.TestZooKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SASL to a real ZooKeeper server with a login that it refuses. */
final class RefusedLoginTest {
    private static final String REFUSED = "the servers refuse the authentication (SASL) of this process";
    private static final String FIPS = "zookeeper.fips-mode";
    private static final String JAAS = "java.security.auth.login.config";

    @TempDir
    Path folder;
    private volatile String password = "";

    @BeforeEach
    void configure() throws Exception {
        System.setProperty(FIPS, "false");
        System.setProperty(JAAS, Files.createFile(folder.resolve("jaas.conf")).toString()); // whether there is one
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[]{new AppConfigurationEntry(DigestLoginModule.class.getName(),
                        LoginModuleControlFlag.REQUIRED, "Server".equals(name)
                                ? Map.of("user_reeve", "right")
                                : Map.of("username", "reeve", "password", password))};
            }
        });
    }

    @AfterEach
    void forget() {
        System.clearProperty(FIPS);
        System.clearProperty(JAAS);
        Configuration.setConfiguration(null);
    }

    @Test
    void processWithAWrongPasswordTellsItAndIsTakenOnceThePasswordIsRight() throws Exception {
        password = "wrong";
        List<String> told = new CopyOnWriteArrayList<>();
        try (TestZooKeeper zooKeeper = new TestZooKeeper(); ZooKeeperSession session = connect(zooKeeper, told)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> !told.isEmpty());
            assertThat(told.getFirst()).startsWith(REFUSED);
            password = "right";
            await().atMost(Duration.ofMinutes(1)).until(() -> told.contains(""));
            assertThat(session.client().checkExists().forPath("/")).isNotNull();
        }
    }

    @Test
    void processWhosePasswordTheFipsModeOfItsClientForbidsTellsIt() throws Exception {
        password = "right";
        System.setProperty(FIPS, "true");
        List<String> told = new CopyOnWriteArrayList<>();
        try (TestZooKeeper zooKeeper = new TestZooKeeper(); ZooKeeperSession _ = connect(zooKeeper, told)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> !told.isEmpty());
            assertThat(told.getFirst()).startsWith(REFUSED).contains("-Dzookeeper.fips-mode=false");
        }
    }

    private static ZooKeeperSession connect(TestZooKeeper zooKeeper, List<String> told) throws Exception {
        return ZooKeeperSession.connect(ZooKeeperAccess.of(zooKeeper.address()), Duration.ofSeconds(6), told::add);
    }
}
