package io.reeve.store.configkey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reeve.election.ClusterPaths;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KeyWatchTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(KeyWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private static final class Nobody implements KeyWatch.Sink {
        @Override
        public void bucket(String bucket, boolean exists) {}

        @Override
        public void changed(String bucket, String name, long zxid) {}

        @Override
        public void strange(String path) {}

        @Override
        public void watched() {}

        @Override
        public void disconnected(boolean watchGone) {}
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void aZooKeeperThatIsTooOldIsNamedOnceWithTheVersionThatIsNeeded() {
        KeyWatch watch = new KeyWatch(CuratorFrameworkFactory.newClient("zk.example:2181", new RetryOneTime(1)),
                new ClusterPaths("c"), new Nobody());
        watch.answered(Code.UNIMPLEMENTED.intValue());
        watch.answered(Code.UNIMPLEMENTED.intValue());
        assertThat(log.list).filteredOn(event -> event.getLevel().toString().equals("ERROR"))
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("ZooKeeper at zk.example:2181 is older than 3.6", "upgrade it");
    }
}
