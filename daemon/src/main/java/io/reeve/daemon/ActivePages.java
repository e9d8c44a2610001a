package io.reeve.daemon;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.cluster.MgrMap;
import io.reeve.http.endpoint.ActiveView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of the active, under one leadership.
 *
 * @param work    of this leadership
 * @param cluster the cluster's name
 * @param name    of this manager
 * @param url     where browsers reach it, ending in {@code /}
 * @param map     of the managers
 */
record ActivePages(ActiveWork work, String cluster, String name, String url, Supplier<MgrMap> map)
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
