package io.reeve.daemon;

import io.reeve.api.FrozenException;
import io.reeve.api.NotActiveException;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.DaemonTable;
import io.reeve.cluster.map.FsMap;
import io.reeve.cluster.map.MonMap;
import io.reeve.cluster.map.OsdMap;
import io.reeve.cluster.map.OsdMapDraft;
import io.reeve.cluster.map.Trees;
import io.reeve.daemon.builtin.MapAccess;
import io.reeve.daemon.maps.MapTerm;
import io.reeve.daemon.maps.Maps;
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

    private MapTerm term() {
        return work().maps();
    }

    private Maps maps() {
        return term().keeper()
                .maps()
                .orElseThrow(
                        () -> new FrozenException("the cluster's maps are being loaded: try again"));
    }

    @Override
    public Trees osd() {
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
    public @Nullable Object data(String name) {
        return work().cluster().state().snapshot().get(name);
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
