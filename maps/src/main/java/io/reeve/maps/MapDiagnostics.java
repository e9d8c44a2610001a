package io.reeve.maps;

import io.reeve.api.command.Data;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.maps.fs.FsMapDump;
import io.reeve.maps.mon.EnsembleWatch;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.OsdMapView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The sections about the maps and the ZooKeeper servers. The active tells its maps; any other manager reads what is stored, so
 * that they are there without an active. Each probes the servers itself, since who reaches which may be the fault.
 */
public final class MapDiagnostics {
    private final ActiveMaps.Storage storage;
    private final Supplier<Optional<ClusterMaps>> current;

    private MapDiagnostics(ActiveMaps.Storage storage, Supplier<Optional<ClusterMaps>> current) {
        this.storage = storage;
        this.current = current;
    }

    /**
     * The sections of a manager in any role.
     *
     * @param storage makes the places where maps are stored, when a section is read
     * @param current the maps of the active; empty on any other manager
     */
    public static List<DiagnosticSection> of(Supplier<ActiveMaps.Storage> storage,
            Supplier<Optional<ClusterMaps>> current) {
        Supplier<MapDiagnostics> now = () -> new MapDiagnostics(storage.get(), current);
        return List.of(DiagnosticSection.data("zookeeper", () -> now.get().servers()),
                DiagnosticSection.data("fs_map", () -> now.get().fs()),
                DiagnosticSection.data("osd_map", () -> now.get().osd().osdMap()),
                DiagnosticSection.data("osd_map_crush", () -> now.get().osd().crush()));
    }

    private OsdMapView osd() throws InterruptedException {
        Optional<ClusterMaps> maps = current.get();
        return maps.isPresent() ? maps.get().osd() : new OsdMapView(stores().osd().load());
    }

    private Map<String, Object> fs() throws InterruptedException {
        Optional<ClusterMaps> maps = current.get();
        return FsMapDump.of(maps.isPresent() ? maps.get().fs() : stores().fs().load());
    }

    private MapStores stores() {
        return MapStores.of(storage.reads(), storage.paths(), storage.fsid(), storage.clock().millis());
    }

    private Map<String, Object> servers() throws InterruptedException, ExecutionException {
        try (EnsembleWatch watch = new EnsembleWatch(storage.ensemble(), storage.connectString(), storage.fsid(),
                storage.clock(), _ -> {})) {
            MonMap map = watch.probe();
            return Data.map("version", map.epoch(), "connected_to", storage.ensemble().connectedTo(), "servers",
                    map.mons().stream().map(MapDiagnostics::server).toList());
        }
    }

    private static Map<String, Object> server(MonMap.Mon of) {
        return Data.map("name", of.name(), "address", of.address(), "voter", of.voter(), "mode",
                of.mode().name().toLowerCase(Locale.ROOT), "version", of.version());
    }
}
