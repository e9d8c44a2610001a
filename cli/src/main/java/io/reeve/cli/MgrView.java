package io.reeve.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The managers of the cluster as one of them sees them ({@code GET /api/mgr}).
 *
 * @param node      the URL of the manager that answered
 * @param epoch     the epoch
 * @param available whether there is an active manager that serves commands
 * @param active    the name of the active manager; "" if there is none
 * @param gid       the number of its process; 0 if there is none
 * @param activeUrl its URL; "" if there is none
 * @param self      whether the manager that answered is the active one
 * @param connected whether the manager that answered is connected to ZooKeeper; if not, the view may be old
 * @param urls      the URLs of all managers that it knows
 * @param anyNode   the prefixes of the commands that the manager that answered answers itself, whoever is active
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
        List<String> strings = new ArrayList<>();
        if (list instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof String string) {
                    strings.add(string);
                }
            }
        }
        return strings;
    }
}
