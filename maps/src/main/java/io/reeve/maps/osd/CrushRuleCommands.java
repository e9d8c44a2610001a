package io.reeve.maps.osd;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushDump;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.crush.CrushType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code osd crush rule …}: the rules by which pools take storage daemons; texts as Ceph's. */
public final class CrushRuleCommands {
    private static final String TYPES = Arrays.stream(CrushType.values())
            .map(CrushType::wireName)
            .collect(Collectors.joining("|"));
    private final OsdMaps maps;

    public CrushRuleCommands(OsdMaps maps) {
        this.maps = maps;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("osd crush rule ls", "list the rules of pools", "r", _ -> list()),
                BuiltinCommand.of("osd crush rule dump name=name,type=CephString,req=false",
                        "print a rule, or all of them", "r", this::dump),
                BuiltinCommand.of("osd crush rule create-replicated name=name,type=CephString "
                        + "name=root,type=CephString name=type,type=CephChoices,strings=" + TYPES
                        + " name=class,type=CephString,req=false",
                        "add a rule: a copy on each TYPE below ROOT, on devices of CLASS only if one is named", "rw",
                        this::create),
                BuiltinCommand.of("osd crush rule rm name=name,type=CephString", "remove a rule that no pool has", "rw",
                        this::remove),
                BuiltinCommand.of("osd crush rule rename name=srcname,type=CephString name=dstname,type=CephString",
                        "give a rule another name", "rw", this::rename));
    }

    private HandleCommandResult list() {
        List<String> names = maps.osd().map().crush().rules().values().stream().map(CrushRule::name).toList();
        return HandleCommandResult.data(names, Text.of(names));
    }

    private HandleCommandResult dump(Command command) {
        Crush crush = maps.osd().map().crush();
        if (!command.has("name")) {
            return HandleCommandResult
                    .data(crush.rules().values().stream().map(rule -> CrushDump.rule(crush, rule)).toList());
        }
        return crush.rule(command.string("name"))
                .map(rule -> HandleCommandResult.data(CrushDump.rule(crush, rule)))
                .orElseGet(() -> unknown(command.string("name")));
    }

    private static HandleCommandResult unknown(String name) {
        return HandleCommandResult.error(Errno.ENOENT, "rule '" + name + "' does not exist");
    }

    private HandleCommandResult create(Command command) throws Exception {
        return maps.change(draft -> {
            try {
                return create(draft.crush(), CrushLocation.checkedRuleName(command.string("name")),
                        command.string("root"), CrushType.of(command.string("type")).orElseThrow(),
                        command.has("class") ? command.string("class") : "");
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            } catch (IllegalStateException e) {
                return HandleCommandResult.error(Errno.ENOSPC, String.valueOf(e.getMessage()));
            }
        });
    }

    private static HandleCommandResult create(CrushDraft crush, String name, String root, CrushType type,
            String deviceClass) {
        if (crush.rule(name).isPresent()) {
            return HandleCommandResult.remark("rule " + name + " already exists");
        }
        Optional<Crush.Bucket> bucket = crush.bucket(root);
        if (bucket.isEmpty()) {
            return HandleCommandResult.error(Errno.ENOENT, "root item " + root + " does not exist");
        }
        if (!deviceClass.isEmpty() && !crush.hasClass(deviceClass)) {
            return HandleCommandResult.error(Errno.EINVAL, "device class " + deviceClass + " does not exist");
        }
        CrushRule _ = crush.addRule(name, bucket.get(), deviceClass, type);
        return HandleCommandResult.ok();
    }

    private HandleCommandResult remove(Command command) throws Exception {
        String name = command.string("name");
        return maps.change(draft -> {
            Optional<CrushRule> found = draft.crush().rule(name);
            if (found.isEmpty()) {
                return HandleCommandResult.remark("rule " + name + " does not exist");
            }
            CrushRule rule = found.get();
            if (draft.allPools().stream().anyMatch(p -> p.crushRule() == rule.id())) {
                return HandleCommandResult.error(Errno.EBUSY, "crush rule " + name + " (" + rule.id() + ") is in use");
            }
            if (rule.id() == CrushRule.FIRST) {
                return HandleCommandResult.error(Errno.EBUSY, "crush rule " + name + " (" + rule.id()
                        + ") is that of new pools, and stays");
            }
            draft.crush().removeRule(rule);
            return HandleCommandResult.ok();
        });
    }

    private HandleCommandResult rename(Command command) throws Exception {
        String from = command.string("srcname");
        String to = command.string("dstname");
        return maps.change(draft -> {
            Optional<CrushRule> rule = draft.crush().rule(from);
            if (rule.isEmpty()) {
                return draft.crush().rule(to).isPresent()
                        ? HandleCommandResult.remark("already renamed to '" + to + "'")
                        : unknown(from);
            }
            if (draft.crush().rule(to).isPresent()) {
                return HandleCommandResult.error(Errno.EEXIST, "rule '" + to + "' already exists");
            }
            try {
                draft.crush().renameRule(rule.get(), CrushLocation.checkedRuleName(to));
                return HandleCommandResult.ok();
            } catch (IllegalArgumentException e) {
                return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
            }
        });
    }
}
