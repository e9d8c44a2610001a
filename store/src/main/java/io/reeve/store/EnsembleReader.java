package io.reeve.store;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ZooKeeper ensemble as this manager's session sees it: its configuration, and the server that the session is with. */
public final class EnsembleReader {
    private static final Pattern REMOTE = Pattern.compile("remoteserver:[^/ ]*/([^ ]+):([0-9]+)");
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleReader.class);

    private final CuratorFramework client;

    public EnsembleReader(CuratorFramework client) {
        this.client = client;
    }

    /** The text of {@code /zookeeper/config}; empty if it cannot be read. Blocks. */
    public String configuration() throws InterruptedException {
        try {
            byte[] node = client.getConfig().forEnsemble();
            return node == null ? "" : new String(node, StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug("ZooKeeper's configuration node cannot be read", e);
            return "";
        }
    }

    /** The address and port of the server that this session is with; empty if there is none. */
    public String connectedTo() {
        try { // the client tells it nowhere else
            Matcher remote = REMOTE.matcher(client.getZookeeperClient().getZooKeeper().toString());
            return remote.find() ? remote.group(1) + ":" + remote.group(2) : "";
        } catch (Exception e) {
            LOG.debug("no connection to ZooKeeper", e);
            return "";
        }
    }
}
