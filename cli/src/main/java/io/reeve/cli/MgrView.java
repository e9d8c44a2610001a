package io.reeve.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who manages the cluster, as one node sees it ({@code GET /api/mgr}).
 *
 * @param node      who says so
 * @param epoch     the fencing epoch
 * @param available whether an active manager serves commands
 * @param active    its name, or ""
 * @param gid       its process, or 0
 * @param activeUrl where it is, or ""
 * @param self      whether {@code node} itself is it
 * @param connected whether the node is in touch with the cluster's store; what it says may be old otherwise
 * @param urls      all managers that it knows
 * @param anyNode   the prefixes of the commands that {@code node} answers itself, whoever is active
 */
record MgrView(URI node, long epoch, boolean available, String active, long gid, String activeUrl, boolean self,
        boolean connected, List<String> urls, List<String> anyNode) {
    MgrView {
        urls = List.copyOf(urls);
        anyNode = List.copyOf(anyNode);
    }

    @SuppressWarnings("unchecked") // keys of a JSON object are strings
    static MgrView of(URI node, Map<String, Object> map) {
        Map<String, Object> self = map.get("self") instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
        String active = Json.text(map, "active_name");
        String activeUrl = Json.text(map, "active_url");
        List<String> urls = new ArrayList<>();
        if (!activeUrl.isEmpty()) {
            urls.add(activeUrl);
        }
        if (map.get("standbys") instanceof List<?> standbys) {
            for (Object standby : standbys) {
                if (standby instanceof Map<?, ?> s && s.get("url") instanceof String url) {
                    urls.add(url);
                }
            }
        }
        return new MgrView(node, Json.number(map, "epoch"), Boolean.TRUE.equals(map.get("available")), active,
                Json.number(map, "active_gid"), activeUrl,
                !active.isEmpty() && active.equals(Json.text(self, "name")),
                !Boolean.FALSE.equals(self.get("connected")), urls, strings(self.get("any_node_commands")));
    }

    private static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }
}
