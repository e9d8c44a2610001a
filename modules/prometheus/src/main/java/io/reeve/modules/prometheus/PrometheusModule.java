package io.reeve.modules.prometheus;

import com.sun.net.httpserver.HttpHandler;
import io.reeve.api.MgrException;
import io.reeve.api.MgrModule;
import io.reeve.api.ModuleContext;
import io.reeve.api.NotifyType;
import io.reeve.api.cluster.ClusterView;
import io.reeve.api.cluster.MgrMap;
import io.reeve.api.command.CliCommand;
import io.reeve.api.metrics.MetricSink;
import io.reeve.api.metrics.MetricSource;
import java.io.IOException;
import java.util.Optional;

/** The module: the cluster's metrics for {@code /metrics}, a page for service discovery, and a command with the same list. */
final class PrometheusModule extends MgrModule {
    private static final String SEEN = "health_seen";

    private final SeenChecks seen = new SeenChecks();
    private volatile DaemonLabels daemonLabels = new DaemonLabels("");
    /** The text of {@link #SEEN}; used by the thread of notices. */
    private String stored;

    PrometheusModule(ModuleContext context) {
        super(context);
        stored = getStoreText(SEEN).orElse("");
        seen.read(stored);
    }

    @Override
    public Optional<MetricSource> metricSource() {
        return Optional.of(this::write);
    }

    @Override
    public Optional<HttpHandler> httpHandler() {
        return Optional.of(new DiscoveryPage(this::getMgrMap));
    }

    /** Remembers which health checks there were, so that one that has gone is told as 0, also after a failover. */
    @Override
    public void notify(NotifyType type, String id) {
        seen.look(DataReader.map(get("health")));
        String text = seen.text();
        if (text.equals(stored)) { // a scrape may have seen the check first, so whether it is new does not say
            return;
        }
        try {
            setStoreText(SEEN, text);
            stored = text;
        } catch (MgrException e) {
            log().debug("the health checks so far are written at the next change: {}", e.getMessage());
        }
    }

    @CliCommand(value = "prometheus file_sd_config", desc = "show the managers as targets for Prometheus", perm = "r")
    String fileSdConfig() {
        return Targets.json(getMgrMap()) + "\n";
    }

    @Override
    public void selfTest() throws IOException {
        CountingSink sink = new CountingSink();
        write(sink);
        if (sink.samples() == 0) {
            throw new IllegalStateException("the cluster has no metrics at all");
        }
    }

    private void write(MetricSink to) throws IOException {
        ClusterView cluster = new PresentCluster(this::getCluster);
        MgrMap map = getMgrMap();
        String option = getModuleOption(PrometheusProvider.INSTANCE).asString();
        String instance = option.isEmpty() ? map.cluster() : option;
        Families families = new Families(to, instance);
        new ClusterMetrics(cluster, map, seen).write(families);
        int priority = (int) getModuleOption(PrometheusProvider.PRIORITY).asLong();
        new CounterMetrics(cluster, labelsWith(instance), priority).write(families);
    }

    private DaemonLabels labelsWith(String instance) {
        DaemonLabels known = daemonLabels;
        if (!known.instance().equals(instance)) {
            known = new DaemonLabels(instance);
            daemonLabels = known;
        }
        return known;
    }
}
