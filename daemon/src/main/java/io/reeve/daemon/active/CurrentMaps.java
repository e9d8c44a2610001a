package io.reeve.daemon.active;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.maps.ActiveMaps;
import io.reeve.maps.ClusterMaps;
import io.reeve.maps.MapAccess;
import io.reeve.maps.fs.FsDraft;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapDraft;
import io.reeve.maps.osd.OsdMapView;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The maps of the present leadership, for commands. */
public final class CurrentMaps implements MapAccess {
    private final Supplier<@Nullable ActiveWork> current;

    /** @param current the active's work; null on a standby */
    public CurrentMaps(Supplier<@Nullable ActiveWork> current) {
        this.current = current;
    }

    private ActiveWork work() {
        ActiveWork work = current.get();
        if (work == null) {
            throw new NotActiveException("this manager is not active any more");
        }
        return work;
    }

    private ActiveMaps active() {
        return work().maps();
    }

    private ClusterMaps maps() {
        return active().keeper()
                .maps()
                .orElseThrow(
                        () -> new FrozenException("the cluster's maps are being loaded: try again"));
    }

    /** The maps, if this manager is active and has loaded them. */
    public Optional<ClusterMaps> loaded() {
        ActiveWork work = current.get();
        return work == null ? Optional.empty() : work.maps().keeper().maps();
    }

    @Override
    public OsdMapView osd() {
        return maps().osd();
    }

    @Override
    public FsMap fs() {
        return maps().fs();
    }

    @Override
    public Optional<MonMap> mons() {
        return active().mons();
    }

    @Override
    public DaemonTable daemons() {
        return work().cluster().state().snapshot().daemons();
    }

    @Override
    public Optional<OsdMap> osdAt(long epoch) throws InterruptedException {
        return active().keeper().stores().osd().at(epoch);
    }

    @Override
    public Optional<FsMap> fsAt(long epoch) throws InterruptedException {
        return active().keeper().stores().fs().at(epoch);
    }

    @Override
    public HandleCommandResult changeFs(Function<FsDraft, HandleCommandResult> how) throws Exception {
        return active().keeper().changeFs(how);
    }

    @Override
    public HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) throws Exception {
        return active().keeper().change(how);
    }
}
