package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.OsdId;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushLocation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** {@code osd crush move|reweight}: changes of the crush hierarchy; texts as Ceph's. */
public final class CrushCommands {
    private final OsdMaps maps;

    public CrushCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd crush move name=name,type=CephString "
                        + "name=args,type=CephString,n=N,goodchars=[A-Za-z0-9-_.=]",
                        "move a storage daemon or a bucket: osd crush move host1 rack=r2 root=default", "rw",
                        this::move),
                BuiltinCommand.of("osd crush reweight name=name,type=CephString "
                        + "name=weight,type=CephFloat,range=0.0", "set the weight of a storage daemon, in TiB", "rw",
                        this::reweight));
    }

    static Optional<Crush.Device> device(CrushDraft crush, String name) {
        return name.startsWith("osd.") && OsdId.isValid(name.substring(4))
                ? crush.device(OsdId.of(name.substring(4)))
                : Optional.empty();
    }

    private HandleCommandResult move(Command command) throws Exception {
        String name = command.string("name");
        return maps.change(draft -> {
            CrushDraft crush = draft.crush();
            Optional<Crush.Device> device = device(crush, name);
            Optional<Crush.Bucket> bucket = crush.bucket(name);
            if (device.isEmpty() && bucket.isEmpty()) {
                return HandleCommandResult.error(Errno.ENOENT, "item " + name + " does not exist");
            }
            int id = device.map(Crush.Device::id).or(() -> bucket.map(Crush.Bucket::id)).orElse(0);
            try {
                CrushLocation location = CrushLocation.parse(command.strings("args"));
                Predicate<Crush.Device> moveDevice = d -> crush.move(d, location);
                Predicate<Crush.Bucket> moveBucket = b -> crush.move(b, location);
                boolean moved = device.map(moveDevice::test).or(() -> bucket.map(moveBucket::test)).orElse(false);
                return HandleCommandResult.remark(moved
                        ? "moved item id " + id + " name '" + name + "' to location " + location + " in crush map"
                        : "no need to move item id " + id + " name '" + name + "' to location " + location
                                + " in crush map");
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }

    private HandleCommandResult reweight(Command command) throws Exception {
        String name = command.string("name");
        double weight = command.number("weight");
        OptionalLong fixed = Crush.weightOf(weight);
        if (fixed.isEmpty()) {
            return HandleCommandResult.error(Errno.EOVERFLOW, "weight " + weight
                    + " is more than crush has room for: write a number of TiB up to "
                    + Crush.MOST_WEIGHT / Crush.TIB);
        }
        return maps.change(draft -> {
            Optional<Crush.Device> device = device(draft.crush(), name);
            if (device.isEmpty()) {
                return HandleCommandResult.error(Errno.ENOENT,
                        "device '" + name + "' does not appear in the crush map");
            }
            draft.crush().weigh(device.get().id(), fixed.getAsLong());
            return HandleCommandResult.remark("reweighted item id " + device.get().id() + " name '" + name + "' to "
                    + weight + " in crush map");
        });
    }
}
