package io.reeve.store.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeve.election.ClusterPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.curator.framework.CuratorFramework;

/**
 * The persistent nodes that commit 743b3a6 left in ZooKeeper. Its managers were given pools, flags, a ratio, config-keys,
 * mutes and modules; each then handed over and was given more.
 */
public enum OldNodes {
    /** Under an English locale. What was done last: {@code osd set noin}, {@code unset noout}, {@code unset noin}. */
    PLAIN,
    /** Under {@code ar_EG}: the names of nodes have Arabic digits. It could write no map and no log after the hand-over. */
    ARABIC;

    /** Writes all of them, below the root of a cluster. */
    public void write(CuratorFramework client, ClusterPaths paths) throws Exception {
        for (Map.Entry<String, JsonNode> node : new TreeMap<>(nodes()).entrySet()) {
            String path = paths.root() + node.getKey();
            byte[] data = node.getValue().has("text")
                    ? node.getValue().get("text").asText().getBytes(StandardCharsets.UTF_8)
                    : node.getValue().get("base64").binaryValue();
            if (client.checkExists().creatingParentsIfNeeded().forPath(path) == null) {
                client.create().forPath(path, data);
            } else {
                client.setData().forPath(path, data);
            }
        }
    }

    private Map<String, JsonNode> nodes() throws IOException {
        String of = this == PLAIN ? "plain" : "arabic";
        try (InputStream in = Objects.requireNonNull(OldNodes.class.getResourceAsStream("nodes-of-743b3a6.json"))) {
            Map<String, JsonNode> found = new TreeMap<>();
            new ObjectMapper().readTree(in)
                    .get(of)
                    .properties()
                    .forEach(e -> found.put(e.getKey(), e.getValue()));
            return found;
        }
    }
}
