package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.metrics.MetricFamily;
import io.reeve.daemon.active.ActivePages;
import io.reeve.daemon.active.ActiveWork;
import io.reeve.daemon.active.TakeOverTimes;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.node.NodeView;
import io.reeve.daemon.node.RoleHandler;
import io.reeve.daemon.role.CurrentRole;
import io.reeve.http.Hold;
import io.reeve.http.endpoint.ActiveHandler;
import io.reeve.http.endpoint.CommandEndpoint;
import io.reeve.modulehost.ModuleMetrics;
import io.reeve.standby.StandbyHandler;
import io.reeve.standby.StandbyMode;
import io.undertow.server.HttpHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of a manager on its HTTP port that depend on its role: the active's pages and commands, a standby's redirects, and
 * the requests that are held between two roles.
 */
final class RoleAnswers {
    private final ManagerConfig config;
    private final CurrentRole<ActiveWork, StandbyWork> role;
    private final RoleNotifier news;
    private final NodeView view;
    private final Hold hold;
    private final StandbyHandler standby;

    RoleAnswers(ManagerConfig config, CurrentRole<ActiveWork, StandbyWork> role, RoleNotifier news, NodeView view,
            Hold hold) {
        this.config = config;
        this.role = role;
        this.news = news;
        this.view = view;
        this.hold = hold;
        this.standby = new StandbyHandler(config.standbyMode(), view, news::standbyModule, hold);
        role.onChange(hold::look);
    }

    /** Takes a new map of the managers. */
    void mapChanged(MgrMap map) {
        standby.mapChanged(map);
        hold.look();
    }

    /** The handler of all requests that not every node answers in the same way. */
    HttpHandler handler(ManagerCommands commands, ManagerPorts entrance) {
        CommandEndpoint endpoint = new CommandEndpoint(commands.dispatcher(), entrance::origins,
                config.standbyMode() == StandbyMode.PROXY
                        ? (exchange, body, there) -> ProxiedCommand.answer(exchange, body, there, view.map(), standby)
                        : CommandEndpoint::redirect,
                hold);
        return new RoleHandler<>(role::get,
                work -> new ActiveHandler(
                        new ActivePages(work, config.cluster(), config.id(), entrance.url(), view::map), endpoint,
                        work.pages(), hold),
                standby, endpoint, hold, standby::answersItself);
    }

    /** The metrics of this manager, beside those of its JVM and its modules. */
    List<MetricFamily> metrics(TakeOverTimes times) {
        List<MetricFamily> metrics = new ArrayList<>(ManagerMetrics.of(view::health, view::connectedToZooKeeper));
        metrics.add(times.metric());
        metrics.addAll(ModuleMetrics.of(news::moduleStatus));
        metrics.addAll(ManagerMetrics.of(hold));
        metrics.add(ManagerMetrics.allocated(news::allocated));
        return metrics;
    }
}
