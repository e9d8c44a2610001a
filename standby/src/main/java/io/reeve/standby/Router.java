package io.reeve.standby;

import io.reeve.api.cluster.MgrMap;
import io.reeve.http.Unavailable;

/** The routing of requests on a standby. It computes a route only once per map. */
final class Router {
    private record Known(MgrMap map, Route route) {}

    private final StandbyView view;
    private volatile Known known;

    Router(StandbyView view) {
        this.view = view;
        this.known = know(view.map());
    }

    /** The route by the map in memory. */
    @SuppressWarnings("ReferenceEquality") // the view returns the same object until something changes; comparing by identity is cheap
    Route route() {
        MgrMap map = view.map();
        Known now = known;
        if (now.map() != map) {
            now = know(map);
            known = now;
        }
        return judge(map, now.route());
    }

    /** The route by a fresh map. */
    Route route(MgrMap fresh) {
        return judge(fresh, Route.of(fresh, view.selfGid()));
    }

    Unavailable unavailable(String reason) {
        MgrMap map = view.map();
        return new Unavailable(reason, map.since(), Math.max(map.epoch(), view.confirmedEpoch()), null);
    }

    Unavailable unavailable(String reason, Route.ToActive to) {
        return new Unavailable(reason, to.active().since(), to.active().epoch(), to.prefix() + "/");
    }

    private Known know(MgrMap map) {
        return new Known(map, Route.of(map, view.selfGid()));
    }

    private Route judge(MgrMap map, Route byMap) {
        Route route = map.epoch() < view.confirmedEpoch()
                ? new Route.Stale("the record is of epoch " + map.epoch() + ", but epoch " + view.confirmedEpoch()
                        + " was seen")
                : byMap;
        if (view.connectedToZooKeeper()) {
            return route;
        }
        return switch (route) {
            case Route.ToActive to when view.connectedToActive() -> to;
            case Route.ToActive _,Route.Nobody _,Route.Stale _ -> new Route.Nobody(
                    "this manager is cut off from ZooKeeper and from the active manager, if there is one");
        };
    }
}
