package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** {@code osd in|out|down|reweight|purge|set|unset|set-…-ratio}: changes of the OSD map; texts as Ceph's (OSDMonitor.cc). */
public final class OsdChangeCommands {
    private static final String IDS = " name=ids,type=CephString,n=N";
    private final OsdMaps maps;

    public OsdChangeCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        String flags = " name=key,type=CephChoices,strings=" + String.join("|", OsdFlag.words());
        String ratio = " name=ratio,type=CephFloat,range=0.0|1.0";
        return List.of(
                BuiltinCommand.of("osd in" + IDS, "let storage daemons take data", "rw",
                        c -> each(c, new Mark("in", "marked in", (d, id) -> d.weight(id) > 0,
                                (d, id) -> d.weigh(id, old(d, id))))),
                BuiltinCommand.of("osd out" + IDS, "let storage daemons take no data", "rw",
                        c -> each(c, new Mark("out", "marked out", (d, id) -> d.weight(id) == 0,
                                (d, id) -> d.weigh(id, 0)))),
                BuiltinCommand.of("osd down" + IDS,
                        "mark storage daemons down; those that still report come up again", "rw",
                        c -> each(c, new Mark("down", "marked down", (d, id) -> !d.isUp(id), OsdMapDraft::down))),
                BuiltinCommand.of("osd reweight name=id,type=CephOsdName name=weight,type=CephFloat,range=0.0|1.0",
                        "let a storage daemon take only a part of its share: 0 to 1", "rw",
                        c -> reweight(c, OsdIds.one(c))),
                BuiltinCommand.of("osd purge name=id,type=CephOsdName "
                        + "name=yes_i_really_mean_it,type=CephBool,req=false",
                        "forget a storage daemon that is down and gone for good", "rw",
                        c -> purge(c, OsdIds.one(c))),
                BuiltinCommand.of("osd rm" + IDS,
                        "forget storage daemons that are down; they stay in the hierarchy", "rw", this::remove),
                BuiltinCommand.of("osd set" + flags, "set a flag", "rw", c -> flag(c, true)),
                BuiltinCommand.of("osd unset" + flags, "unset a flag", "rw", c -> flag(c, false)),
                BuiltinCommand.of("osd set-nearfull-ratio" + ratio, "set from where on a storage daemon is nearly full",
                        "rw", c -> ratios(c, "nearfull")),
                BuiltinCommand.of("osd set-backfillfull-ratio" + ratio,
                        "set from where on a storage daemon is too full for recovery", "rw",
                        c -> ratios(c, "backfillfull")),
                BuiltinCommand.of("osd set-full-ratio" + ratio, "set from where on a storage daemon is full", "rw",
                        c -> ratios(c, "full")));
    }

    private record Mark(String state, String done, BiPredicate<OsdMapDraft, Integer> already,
            BiConsumer<OsdMapDraft, Integer> change) {}

    private static int old(OsdMapDraft draft, int id) {
        int before = draft.oldWeight(id);
        return before == 0 ? Osd.IN : before;
    }

    private HandleCommandResult each(Command command, Mark mark) throws Exception {
        return maps.change(draft -> {
            List<Integer> ids = OsdIds.of(command.strings("ids"), draft);
            List<String> said = new ArrayList<>();
            for (int id : ids) {
                if (!draft.exists(id)) {
                    said.add("osd." + id + " does not exist. ");
                } else if (mark.already().test(draft, id)) {
                    said.add("osd." + id + " is already " + mark.state() + ". ");
                } else {
                    mark.change().accept(draft, id);
                    said.add(mark.done() + " osd." + id + ". ");
                }
            }
            boolean none = !ids.isEmpty() && ids.stream().noneMatch(draft::exists);
            return none
                    ? HandleCommandResult.error(Errno.ENOENT, String.join("", said).strip())
                    : HandleCommandResult.remark(String.join("", said));
        });
    }

    private HandleCommandResult reweight(Command command, int id) throws Exception {
        int weight = (int) Math.round(command.number("weight") * Osd.IN);
        return maps.change(draft -> {
            if (!draft.exists(id)) {
                return HandleCommandResult.error(Errno.ENOENT, "osd." + id + " does not exist");
            }
            draft.weigh(id, weight);
            return HandleCommandResult.remark("reweighted osd." + id + " to " + command.number("weight") + " ("
                    + Integer.toHexString(weight) + ")");
        });
    }

    private HandleCommandResult purge(Command command, int id) throws Exception {
        if (!command.bool("yes_i_really_mean_it")) {
            return HandleCommandResult.error(Errno.EPERM, "Are you SURE?  Did you verify with 'osd tree' that osd." + id
                    + " is gone for good?  Pass --yes-i-really-mean-it if you really do.");
        }
        return maps.change(draft -> {
            if (!draft.exists(id)) {
                return HandleCommandResult.remark("osd." + id + " does not exist");
            }
            if (draft.isUp(id)) {
                return HandleCommandResult.error(Errno.EBUSY, "osd." + id + " is not `down`.");
            }
            draft.remove(id);
            return HandleCommandResult.remark("purged osd." + id);
        });
    }

    private HandleCommandResult remove(Command command) throws Exception {
        return maps.change(draft -> {
            List<Integer> ids = OsdIds.of(command.strings("ids"), draft);
            Optional<Integer> up = ids.stream().filter(draft::isUp).findFirst();
            if (up.isPresent()) {
                return HandleCommandResult.error(Errno.EBUSY,
                        "osd." + up.get() + " is still up; must be down before removal.");
            }
            List<String> said = new ArrayList<>();
            for (int id : ids) {
                said.add(draft.exists(id) ? "removed osd." + id + " " : "osd." + id + " does not exist. ");
                draft.forget(id);
            }
            return HandleCommandResult.remark(String.join("", said).strip());
        });
    }

    private HandleCommandResult flag(Command command, boolean set) throws Exception {
        List<String> flags = OsdFlag.of(command.string("key"));
        return maps.change(draft -> {
            flags.forEach(flag -> {
                boolean _ = draft.flag(flag, set);
            });
            return HandleCommandResult.remark(String.join(",", flags) + (set ? " is set" : " is unset"));
        });
    }

    private HandleCommandResult ratios(Command command, String which) throws Exception {
        double ratio = command.number("ratio");
        return maps.change(draft -> {
            OsdMap.Ratios now = draft.ratios();
            try {
                draft.ratios(new OsdMap.Ratios(which.equals("nearfull") ? ratio : now.nearfull(),
                        which.equals("backfillfull") ? ratio : now.backfillfull(),
                        which.equals("full") ? ratio : now.full()));
                return HandleCommandResult.remark("osd set-" + which + "-ratio " + ratio);
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }
}
