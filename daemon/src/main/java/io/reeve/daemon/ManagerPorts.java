package io.reeve.daemon;

import io.reeve.api.cluster.MgrMap;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.api.metrics.MetricFamily;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.diagnostics.NodeDiagnostics;
import io.reeve.daemon.diagnostics.ProcessDiagnostics;
import io.reeve.daemon.node.Addresses;
import io.reeve.daemon.node.HostFacts;
import io.reeve.daemon.node.NodeHealth;
import io.reeve.daemon.node.NodeSight;
import io.reeve.daemon.node.NodeView;
import io.reeve.daemon.node.RecentOrigins;
import io.reeve.daemon.node.Self;
import io.reeve.daemon.role.RoleState;
import io.reeve.election.MgrMapDump;
import io.reeve.http.HttpLimits;
import io.reeve.http.HttpListener;
import io.reeve.http.Unavailable;
import io.reeve.http.UrlHost;
import io.reeve.http.endpoint.DiagnosticsEndpoint;
import io.reeve.http.endpoint.ForeignRequests;
import io.reeve.http.endpoint.HostCheck;
import io.reeve.http.endpoint.LocalEndpoints;
import io.reeve.http.endpoint.MetricSources;
import io.reeve.report.protocol.Identity;
import io.reeve.reportport.peer.ReportPort;
import io.undertow.server.HttpHandler;
import java.net.BindException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ports of the process, and its identity to those who connect. They are open before ZooKeeper is reached; until
 * {@link #serve} HTTP answers that this manager is starting.
 */
final class ManagerPorts {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerPorts.class);

    private final ManagerConfig config;
    private final HttpListener http;
    private final URI url;
    private final Self self;
    private final ReportPort report;
    /** The newest map that this process has seen, for the identity that peers are told. */
    private final AtomicReference<MgrMap> newest;
    private final DiagnosticsEndpoint diagnostics = new DiagnosticsEndpoint();
    private final Addresses own;
    private final RecentOrigins recent = new RecentOrigins(System::nanoTime);
    private volatile Addresses addresses;
    /** Why no ZooKeeper server takes this manager; empty if that is not so, or not known. */
    private volatile String refused = "";

    /**
     * Opens both ports.
     *
     * @param role    the role of this manager
     * @param closing closes both ports
     * @throws BindException if a port is in use
     */
    ManagerPorts(ManagerConfig config, Supplier<? extends RoleState<?, ?>> role, ClosingStack closing)
            throws BindException {
        this.config = config;
        HttpHandler nothingYet = Unavailable.always(
                () -> "this manager is starting" + (refused.isEmpty() ? "" : ": ZooKeeper refuses it: " + refused));
        http = closing.add(
                new HttpListener(config.http().host(), config.http().port(),
                        HttpLimits.defaults().withMaxBody(config.maxBody()), nothingYet));
        url = config.advertiseUrl(http.address().getPort());
        own = Addresses.own(url.toString(), config.http().host(), config.allowedHosts(), config.allowOrigin());
        addresses = own;
        self = Self.create(config.id(), UrlHost.of(url).orElse(""), new SecureRandom());
        MgrMap nobody = new MgrMap(config.cluster(), "", 0, false, null, Instant.now(), List.of(), List.of());
        newest = new AtomicReference<>(nobody);
        http.setHandler(guarded(starting(nobody, role), nothingYet));
        report = closing.add(new ReportPort(config.report().toSocketAddress(), this::identity, config.reportFrames()));
        LOG.info("manager {} (gid {}, pid {}) listens on {} and reports on {}", self.name(), self.gid(), self.pid(),
                url, report.address());
    }

    private LocalEndpoints starting(MgrMap nobody, Supplier<? extends RoleState<?, ?>> role) {
        NodeSight sight = new NodeSight(nobody, self.gid(), false, false, false, 0);
        Supplier<NodeHealth> health = () -> {
            RoleState<?, ?> now = role.get();
            return NodeHealth.of(self.name(), now, now.mayAct(), sight).with(refused);
        };
        return local(health,
                () -> mgr(nobody, MgrMapDump::stat, self.describe(role.get().label(), false, null, null), List.of()),
                ManagerMetrics.of(health, () -> false), List.of(), () -> MetricSources.NONE);
    }

    private LocalEndpoints local(Supplier<NodeHealth> health, Supplier<Object> managers, List<MetricFamily> metrics,
            List<DiagnosticSection> more, Supplier<MetricSources> sources) {
        List<DiagnosticSection> sections = new ArrayList<>(NodeDiagnostics.of(health, managers));
        sections.addAll(ProcessDiagnostics.of(config));
        sections.addAll(more);
        return new LocalEndpoints(health, managers, metrics, this::allowsOrigin, diagnostics, sections, sources);
    }

    /** The order of all checks: the host first, then what every node answers itself, then whose page asks for the rest. */
    private HttpHandler guarded(LocalEndpoints local, HttpHandler next) {
        return HostCheck.over(local.over(ForeignRequests.refusedBy(next, this::allowsOrigin)),
                host -> addresses.allowsHost(host));
    }

    private boolean allowsOrigin(String origin) {
        return addresses.allowsOrigin(origin);
    }

    /** The origins whose pages may send commands. */
    Set<String> origins() {
        return addresses.origins();
    }

    Self self() {
        return self;
    }

    /** The URL where browsers reach this manager, ending in {@code /}. */
    String url() {
        return url.toString();
    }

    /** The port of the HTTP listener. */
    int port() {
        return http.address().getPort();
    }

    ReportPort report() {
        return report;
    }

    /** Takes the newest map, for the identity that peers are told. */
    void mapChanged(MgrMap map) {
        newest.set(map);
        addresses = own.with(map).withOrigins(recent.with(NodeView.urls(map)));
    }

    /** Takes the reason why no ZooKeeper server takes this manager; empty for none. Health tells it. */
    void zooKeeperRefuses(String why) {
        refused = why;
    }

    private Identity identity() {
        MgrMap map = newest.get();
        return new Identity(config.id(), self.gid(), config.cluster(), map.fsid(), map.epoch());
    }

    /** The record of this manager that the others see. */
    MgrMap.Manager record(List<MgrMap.AvailableModule> modules) {
        return new MgrMap.Manager(self.name(), self.gid(), self.host(), self.pid(), url(),
                config.advertiseReport(report.address().getPort()).toString(), self.version(), config.priority(),
                modules, HostFacts.collect());
    }

    /**
     * Begins to answer from what is known of the cluster.
     *
     * @param dump    the map as data
     * @param anyNode the commands that this node answers in every role
     * @param metrics the metrics of this process
     * @param sources the metrics of modules
     * @param rooms   what the rooms tell for the search of a fault
     * @param next    the handler of requests for anything but the local endpoints
     */
    void serve(NodeView view, Function<MgrMap, Map<String, Object>> dump, Supplier<List<String>> anyNode,
            List<MetricFamily> metrics, Supplier<MetricSources> sources, List<DiagnosticSection> rooms,
            HttpHandler next) {
        http.setHandler(guarded(local(() -> view.health().with(refused),
                () -> mgr(view.map(), dump, view.describe(), anyNode.get()), metrics, rooms, sources), next));
    }

    /** Answers HTTP requests while clients learn that this manager goes; blocks: {@link HttpListener#leave}. */
    void leave(Duration most, boolean awaited) {
        http.leave(most, awaited);
    }

    /** The answer of {@code /api/mgr}. */
    private static Map<String, Object> mgr(MgrMap map, Function<MgrMap, Map<String, Object>> dump,
            Map<String, Object> self, List<String> anyNode) {
        Map<String, Object> out = new LinkedHashMap<>(dump.apply(map));
        out.put("active_url", map.active() == null ? "" : map.active().manager().url());
        Map<String, Object> node = new LinkedHashMap<>(self);
        node.put("any_node_commands", anyNode);
        out.put("self", node);
        return out;
    }
}
