package io.reeve.daemon;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.maps.ActiveMaps;
import io.reeve.maps.ClusterMaps;
import io.reeve.maps.MapAccess;
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
final class CurrentMaps implements MapAccess {
    private final Supplier<@Nullable ActiveWork> active;

    CurrentMaps(Supplier<@Nullable ActiveWork> active) {
        this.active = active;
    }

    private ActiveWork work() {
        ActiveWork work = active.get();
        if (work == null) {
            throw new NotActiveException("this manager is not active any more");
        }
        return work;
    }

    private ActiveMaps term() {
        return work().maps();
    }

    private ClusterMaps maps() {
        return term().keeper()
                .maps()
                .orElseThrow(
                        () -> new FrozenException("the cluster's maps are being loaded: try again"));
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
        return term().mons();
    }

    @Override
    public DaemonTable daemons() {
        return work().cluster().state().snapshot().daemons();
    }

    @Override
    public Optional<OsdMap> osdAt(long epoch) throws InterruptedException {
        return term().keeper().stores().osd().at(epoch);
    }

    @Override
    public Optional<FsMap> fsAt(long epoch) throws InterruptedException {
        return term().keeper().stores().fs().at(epoch);
    }

    @Override
    public HandleCommandResult change(Function<OsdMapDraft, HandleCommandResult> how) throws Exception {
        return term().keeper().change(how);
    }
}
