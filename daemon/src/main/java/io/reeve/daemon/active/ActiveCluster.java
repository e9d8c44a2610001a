package io.reeve.daemon.active;

import io.reeve.api.NotifyType;
import io.reeve.api.cluster.MgrMap;
import io.reeve.cluster.ClusterState;
import io.reeve.cluster.Contributor;
import io.reeve.cluster.DaemonParts;
import io.reeve.cluster.DataName;
import io.reeve.cluster.ImmutableData;
import io.reeve.cluster.Snapshot;
import io.reeve.cluster.StateParts;
import io.reeve.cluster.daemon.Clocks;
import io.reeve.cluster.daemon.ReportServer;
import io.reeve.cluster.data.ClusterData;
import io.reeve.election.Leadership;
import io.reeve.election.MgrMapDump;
import io.reeve.modulehost.options.ModuleOptions;
import io.reeve.store.health.HealthReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's state during one leadership: takes what the manager itself knows, lets daemons report, and tells modules
 * of changes.
 */
public final class ActiveCluster {
    /** The number of epochs that the service map can have under one leadership; those of the next begin above. */
    private static final long SERVICE_EPOCHS = 1_000_000;

    private static final Duration FIRST_LIMIT = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(ActiveCluster.class);

    private final Leadership leadership;
    private final ReportServer reports;
    private final Supplier<HealthReport> health;
    private final MgrMapDump dump;
    private final ConfigData config;
    private final ClusterState state;

    /**
     * @param reports      the server of daemons' sessions
     * @param health       reads all health checks, of the cluster and of modules
     * @param names        the data names beside those of {@link ClusterData}
     * @param contributors the parts of the state that others compute
     */
    public ActiveCluster(Leadership leadership, ConfigData config, MgrMapDump dump, ReportServer reports,
            Supplier<HealthReport> health, List<DataName> names, List<Contributor> contributors) {
        this.leadership = leadership;
        this.config = config;
        this.dump = dump;
        this.reports = reports;
        this.health = health;
        List<DataName> all = new ArrayList<>(ClusterData.all());
        all.addAll(names);
        this.state = new ClusterState(config.daemons(), config.kept(), leadership.epoch() * SERVICE_EPOCHS + 1,
                Clocks.system(), all,
                contributors);
    }

    /** Tells modules what changed, from here on; the listener must not block. */
    public void onChange(BiConsumer<NotifyType, String> listener) {
        state.onPublished((before, now) -> published(before, now, listener));
    }

    public ClusterState state() {
        return state;
    }

    /** Starts the state, and waits until it has what the manager itself knows, but not for long. */
    public void open(MgrMap map) {
        state.start();
        mapChanged(map);
        healthChanged();
        optionsChanged();
        awaitFirst();
        reports.attach(state.reports(), leadership.epoch());
    }

    /** Lets daemons report, since this manager is available: before, they would only compete with the take-over. */
    public void admit() {
        reports.admit();
    }

    /** Waits until the state has what the manager itself knows, so that modules, which start later, find it. */
    private void awaitFirst() {
        try {
            Snapshot _ = state.upToDate().get(FIRST_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("modules start before the cluster's state is there: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the daemons' sessions; the state stays readable for modules that have not stopped yet. */
    public void close() {
        reports.detach();
        state.close();
    }

    public void mapChanged(MgrMap map) {
        Map<String, Object> data = ImmutableData.map(dump.dump(map));
        state.change(set -> {
            set.set(StateParts.MGR_MAP, map);
            set.set(StateParts.MGR_DUMP, data);
        });
    }

    public void healthChanged() {
        state.set(StateParts.HEALTH, ImmutableData.map(health.get().data(true)));
    }

    public void keysChanged(Set<String> keys) {
        if (keys.stream().anyMatch(key -> key.startsWith(ModuleOptions.PREFIX))) {
            optionsChanged();
        }
    }

    /** Reads the options on the writer's thread, so that the last change is the last to be read. */
    private void optionsChanged() {
        state.change(set -> {
            set.set(StateParts.CONFIG, config.view());
            set.configure(config.daemons());
        });
    }

    private static void published(Snapshot before, Snapshot now, BiConsumer<NotifyType, String> notify) {
        if (now.differs(StateParts.SERVICES, before)) {
            StateParts.ServiceEpoch services = now.part(StateParts.SERVICES);
            notify.accept(NotifyType.SERVICE_MAP, services == null ? "" : Long.toString(services.epoch()));
        }
        if (now.differs(DaemonParts.GROUPS, before)) {
            notify.accept(NotifyType.PG_SUMMARY, "");
        }
    }
}
