package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.crush.CrushType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code osd crush rm|unlink|add-bucket|rename-bucket|set-device-class|rm-device-class}: what reports have put into the
 * hierarchy, and no report takes out; texts as Ceph's.
 */
public final class CrushBucketCommands {
    private static final String NAME = " name=name,type=CephString";
    private static final String IDS = " name=ids,type=CephString,n=N";
    private static final String TYPES = Arrays.stream(CrushType.values())
            .filter(type -> type != CrushType.OSD)
            .map(CrushType::wireName)
            .collect(Collectors.joining("|"));
    private final OsdMaps maps;

    public CrushBucketCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd crush rm" + NAME,
                        "take an empty bucket, or a storage daemon, out of the hierarchy", "rw",
                        c -> change(c, CrushBucketCommands::remove)),
                BuiltinCommand.of("osd crush unlink" + NAME,
                        "make a bucket a root, or take a storage daemon out of the hierarchy", "rw",
                        c -> change(c, CrushBucketCommands::unlink)),
                BuiltinCommand.of("osd crush add-bucket" + NAME + " name=type,type=CephChoices,strings=" + TYPES
                        + " name=args,type=CephString,n=N,req=false",
                        "add a bucket, as a root or in a location: osd crush add-bucket r2 rack root=default", "rw",
                        this::add),
                BuiltinCommand.of("osd crush rename-bucket name=srcname,type=CephString name=dstname,type=CephString",
                        "give a bucket another name", "rw", this::rename),
                BuiltinCommand.of("osd crush set-device-class name=class,type=CephString,goodchars=[A-Za-z0-9-_]" + IDS,
                        "set the device class of storage daemons", "rw",
                        c -> classify(c, c.string("class"))),
                BuiltinCommand.of("osd crush rm-device-class" + IDS, "forget the device class of storage daemons", "rw",
                        c -> classify(c, "")));
    }

    @FunctionalInterface
    private interface Change {
        HandleCommandResult apply(CrushDraft crush, Optional<Crush.Device> device, Optional<Crush.Bucket> bucket);
    }

    private HandleCommandResult change(Command command, Change how) throws Exception {
        String name = command.string("name");
        return maps.change(draft -> {
            Optional<Crush.Device> device = CrushCommands.device(draft.crush(), name);
            Optional<Crush.Bucket> bucket = draft.crush().bucket(name);
            Optional<Integer> up = device.map(Crush.Device::id).filter(id -> bucket.isEmpty() && draft.isUp(id));
            if (up.isPresent()) {
                return HandleCommandResult.error(Errno.EBUSY, "osd." + up.get()
                        + " is up: it would come back with its next report; stop it first");
            }
            return device.isEmpty() && bucket.isEmpty()
                    ? HandleCommandResult.remark("device '" + name + "' does not appear in the crush map")
                    : how.apply(draft.crush(), device, bucket);
        });
    }

    private static HandleCommandResult remove(CrushDraft crush, Optional<Crush.Device> device,
            Optional<Crush.Bucket> bucket) {
        if (bucket.isPresent()) {
            if (!crush.isEmpty(bucket.get())) {
                return HandleCommandResult.error(Errno.ENOTEMPTY, "bucket '" + bucket.get().name()
                        + "' is not empty: move or remove what is in it first");
            }
            Optional<HandleCommandResult> used = used(crush, bucket.get());
            if (used.isPresent()) {
                return used.get();
            }
            crush.remove(bucket.get());
            return removed(bucket.get().id(), bucket.get().name());
        }
        device.ifPresent(d -> crush.remove(d.id()));
        return removed(device.map(Crush.Device::id).orElse(0), "osd." + device.map(Crush.Device::id).orElse(0));
    }

    private static HandleCommandResult unlink(CrushDraft crush, Optional<Crush.Device> device,
            Optional<Crush.Bucket> bucket) {
        if (bucket.isEmpty()) {
            return remove(crush, device, bucket);
        }
        crush.unlink(bucket.get());
        return HandleCommandResult.remark("unlinked item id " + bucket.get().id() + " name '" + bucket.get().name()
                + "' from crush map");
    }

    private static HandleCommandResult removed(int id, String name) {
        return HandleCommandResult.remark("removed item id " + id + " name '" + name + "' from crush map");
    }

    /** The refusal of removing a bucket that something begins at. */
    private static Optional<HandleCommandResult> used(CrushDraft crush, Crush.Bucket bucket) {
        return crush.isDefaultRoot(bucket)
                ? Optional.of(inUse(crush, bucket))
                : crush.ruleAt(bucket)
                        .map(rule -> HandleCommandResult.error(Errno.EBUSY, "bucket '" + bucket.name()
                                + "' is in use by rule '" + rule.name()
                                + "': remove that first, with 'osd crush rule rm'"));
    }

    private static HandleCommandResult inUse(CrushDraft crush, Crush.Bucket bucket) {
        String rule = crush.ruleAt(bucket).map(r -> " by rule '" + r.name() + "', and").orElse(":");
        return HandleCommandResult.error(Errno.EBUSY, "bucket '" + bucket.name() + "' is in use" + rule
                + " storage daemons are put there that name no other root");
    }

    private HandleCommandResult add(Command command) throws Exception {
        String name = command.string("name");
        CrushType type = CrushType.of(command.string("type")).orElseThrow();
        return maps.change(draft -> {
            if (draft.crush().bucket(name).isPresent()) {
                return HandleCommandResult.remark("bucket '" + name + "' already exists");
            }
            try {
                List<String> where = command.strings("args");
                Optional<CrushLocation> location = where.isEmpty()
                        ? Optional.empty()
                        : Optional.of(CrushLocation.parse(where));
                place(draft.crush(), CrushLocation.checkedName(name), type, location);
                return HandleCommandResult.remark("added bucket " + name + " type " + type.wireName() + location.map(
                        to -> " to location " + to).orElse(" to crush map"));
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }

    /** Adds a bucket in its location, or changes nothing. */
    private static void place(CrushDraft crush, String name, CrushType type, Optional<CrushLocation> location) {
        location.ifPresent(crush::check);
        Crush.Bucket made = crush.add(name, type);
        try {
            location.ifPresent(to -> {
                boolean _ = crush.move(made, to);
            });
        } catch (IllegalArgumentException e) {
            crush.remove(made);
            throw e;
        }
    }

    private HandleCommandResult rename(Command command) throws Exception {
        String from = command.string("srcname");
        String to = command.string("dstname");
        return maps.change(draft -> {
            Optional<Crush.Bucket> bucket = draft.crush().bucket(from);
            if (bucket.isEmpty()) {
                return HandleCommandResult.error(Errno.ENOENT, "item " + from + " does not exist");
            }
            if (draft.crush().bucket(to).isPresent()) {
                return HandleCommandResult.error(Errno.EEXIST, "bucket '" + to + "' already exists");
            }
            if (draft.crush().isDefaultRoot(bucket.get())) {
                return inUse(draft.crush(), bucket.get());
            }
            try {
                draft.crush().rename(bucket.get(), CrushLocation.checkedName(to));
                return HandleCommandResult.remark("renamed bucket " + from + " into " + to);
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }

    private HandleCommandResult classify(Command command, String deviceClass) throws Exception {
        if (deviceClass.length() > 32) {
            return HandleCommandResult.error(Errno.EINVAL, "device class '" + deviceClass
                    + "' is longer than 32 characters");
        }
        return maps.change(draft -> {
            List<Integer> ids = OsdIds.of(command.strings("ids"), draft);
            List<String> missing = new ArrayList<>();
            for (int id : ids) {
                if (draft.crush().device(id).isEmpty()) {
                    missing.add("osd." + id);
                }
            }
            if (!missing.isEmpty()) {
                return HandleCommandResult.error(Errno.ENOENT, String.join(", ", missing)
                        + " not in the crush map: nothing is changed");
            }
            ids.forEach(id -> draft.crush().device(id).ifPresent(d -> draft.crush().classify(d, deviceClass)));
            return HandleCommandResult.remark(deviceClass.isEmpty()
                    ? "done removing class of osd(s): " + joined(ids)
                    : "set osd(s) " + joined(ids) + " to class '" + deviceClass + "'");
        });
    }

    private static String joined(List<Integer> ids) {
        return String.join(",", ids.stream().map(String::valueOf).toList());
    }
}
