package io.reeve.daemon.active;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.cluster.MgrMap;
import io.reeve.http.endpoint.ActiveView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The view of the active for its HTTP pages, under one leadership.
 *
 * @param work    the work under this leadership
 * @param cluster the cluster's name
 * @param name    this manager's name
 * @param url     the URL where browsers reach it, ending in {@code /}
 * @param map     the managers
 */
public record ActivePages(ActiveWork work, String cluster, String name, String url, Supplier<MgrMap> map)
        implements
            ActiveView {
    @Override
    public long epoch() {
        return work.leadership().epoch();
    }

    @Override
    public List<String> modules() {
        return map.get().modules();
    }

    @Override
    public Map<String, String> services() {
        return work.services().uris();
    }

    @Override
    public boolean stopping() {
        return work.stopping();
    }

    @Override
    public Optional<HttpHandler> module(String module) {
        return work.host().httpHandler(module);
    }
}
