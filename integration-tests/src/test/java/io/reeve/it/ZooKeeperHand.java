package io.reeve.it;

import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.jspecify.annotations.Nullable;

/** A client of the machines' ZooKeeper, made when it is first needed. */
final class ZooKeeperHand implements AutoCloseable {
    private @Nullable CuratorFramework client;

    CuratorFramework get(List<Machine> servers) {
        CuratorFramework made = client;
        if (made == null) {
            String addresses = String.join(",", servers.stream().map(server -> "127.0.0.1:" + server.port()).toList());
            made = CuratorFrameworkFactory.newClient(addresses, 10_000, 5_000, new RetryNTimes(10, 500));
            made.start();
            client = made;
        }
        return made;
    }

    @Override
    public void close() {
        CuratorFramework made = client;
        client = null;
        if (made != null) {
            made.close();
        }
    }
}
