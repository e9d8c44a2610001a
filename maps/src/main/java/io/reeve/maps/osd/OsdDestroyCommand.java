package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import java.util.List;
import java.util.Optional;

/**
 * {@code osd destroy}: a storage daemon whose data are gone for good, while its number and its place in the hierarchy are kept
 * for another one. It stays down until another process reports under its number. Texts are Ceph's (OSDMonitor.cc).
 */
public final class OsdDestroyCommand {
    private final OsdMaps maps;
    private final OsdAdviceCommands advice;

    OsdDestroyCommand(OsdMaps maps, OsdAdviceCommands advice) {
        this.maps = maps;
        this.advice = advice;
    }

    /** The declaration of this command. */
    public BuiltinCommand command() {
        return BuiltinCommand.of("osd destroy name=id,type=CephOsdName name=force,type=CephBool,req=false "
                + "name=yes_i_really_mean_it,type=CephBool,req=false",
                "mark a storage daemon that is down as gone for good, and keep its number and place for another one",
                "rw",
                c -> destroy(c, OsdIds.one(c)));
    }

    private HandleCommandResult destroy(Command command, int id) throws Exception {
        boolean forced = command.bool("force") || command.bool("yes_i_really_mean_it");
        boolean down = Optional.ofNullable(maps.osd().map().osds().get(id)).filter(o -> !o.up()).isPresent();
        if (!forced && down) {
            Optional<HandleCommandResult> unsafe = advice.objection(List.of(id));
            if (unsafe.isPresent()) {
                return new HandleCommandResult(unsafe.get().retval(), new byte[0], unsafe.get().stderr()
                        + " You can proceed by passing --force, but be warned that this will likely mean real, permanent"
                        + " data loss.", null);
            }
        }
        return maps.change(draft -> {
            if (!draft.exists(id)) {
                return HandleCommandResult.error(Errno.ENOENT, "osd." + id + " does not exist");
            }
            if (draft.isUp(id)) {
                return HandleCommandResult.error(Errno.EBUSY, "osd." + id + " is not `down`.");
            }
            draft.destroy(id);
            return HandleCommandResult.remark("destroyed osd." + id);
        });
    }
}
