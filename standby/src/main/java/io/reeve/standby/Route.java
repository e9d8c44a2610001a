package io.reeve.standby;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.pages.ServiceUri;
import java.util.HashMap;
import java.util.Map;

/** The destination of a request that reaches a standby, by its current knowledge. */
sealed interface Route {

    /**
     * The available active.
     *
     * @param active   the active
     * @param prefix   its advertised URL without the final slash
     * @param external the modules that have servers of their own, by name
     */
    record ToActive(MgrMap.Active active, String prefix, Map<String, ServiceUri> external) implements Route {}

    /** No destination, for this reason. */
    record Nobody(String reason) implements Route {}

    /** An unknown destination: the map is out of date for this reason, and has to be read again. */
    record Stale(String reason) implements Route {}

    /** The route by the map alone, which does not change until the map does. */
    static Route of(MgrMap map, long selfGid) {
        MgrMap.Active active = map.active();
        if (active == null) {
            return new Nobody(
                    map.down() ? "no manager is active: 'mgr set down true' was given" : "no manager is active");
        }
        if (active.manager().gid() == selfGid) {
            return new Stale("the record names this manager as the active one, but it stands by");
        }
        if (!active.available()) {
            return new Nobody("manager '" + active.manager().name() + "' is active, but still starting");
        }
        String url = active.manager().url();
        if (ServiceUri.usable(url) == null || url.indexOf('?') >= 0 || url.indexOf('#') >= 0) {
            return new Nobody("manager '" + active.manager().name() + "' advertises an unusable URL '" + url
                    + "': set its advertise-url");
        }
        String prefix = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return new ToActive(active, prefix, external(active, url));
    }

    private static Map<String, ServiceUri> external(MgrMap.Active active, String url) {
        Map<String, ServiceUri> external = new HashMap<>();
        active.services().forEach((name, uri) -> ServiceUri.external(uri, url).ifPresent(to -> external.put(name, to)));
        return Map.copyOf(external);
    }
}
