package io.reeve.maps;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.maps.fs.FsChangeCommands;
import io.reeve.maps.fs.FsCommands;
import io.reeve.maps.fs.FsMaps;
import io.reeve.maps.mon.MonCommands;
import io.reeve.maps.mon.MonMap;
import io.reeve.maps.osd.CrushBucketCommands;
import io.reeve.maps.osd.CrushCommands;
import io.reeve.maps.osd.CrushRuleCommands;
import io.reeve.maps.osd.OsdAdviceCommands;
import io.reeve.maps.osd.OsdChangeCommands;
import io.reeve.maps.osd.OsdCommands;
import io.reeve.maps.osd.OsdMaps;
import io.reeve.maps.osd.PoolCommands;
import io.reeve.maps.osd.PoolQuotaCommands;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The maps, for the commands about them. */
public interface MapAccess extends OsdMaps, FsMaps {
    /** The ZooKeeper ensemble; empty until it has been probed once. */
    Optional<MonMap> mons();

    @Override
    default int kept() {
        return MapStore.HISTORY;
    }

    /** The commands of all maps. */
    default List<BuiltinCommand> commands(Clock clock) {
        return Stream.of(new OsdCommands(this, clock).commands(), new OsdChangeCommands(this).commands(),
                new CrushCommands(this).commands(), new CrushBucketCommands(this).commands(),
                new CrushRuleCommands(this).commands(),
                new OsdAdviceCommands(this).commands(), new PoolCommands(this).commands(),
                new PoolQuotaCommands(this).commands(),
                new FsCommands(this).commands(), new FsChangeCommands(this).commands(),
                new MonCommands(this::mons, clock).commands())
                .flatMap(List::stream)
                .toList();
    }
}
