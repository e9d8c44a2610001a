package io.reeve.command;

import io.reeve.api.command.BuiltinCommand;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.command.grammar.CommandTable;
import java.util.List;
import java.util.Map;

/** The built-in commands, and the table of all commands: built-in ones first, then those of modules. */
public final class BuiltinCommands {
    /** The owner of the built-in commands. */
    public static final String OWNER = "mgr";

    private BuiltinCommands() {}

    /**
     * The table of all commands; {@link CommandTable#problems} names the commands of modules that it leaves out.
     *
     * @param modules the descriptors by module, all of them enabled; iterated in order, so the first of two modules keeps a
     *                command that both declare
     * @throws IllegalArgumentException if a built-in descriptor is malformed or declared twice
     */
    public static CommandTable table(List<BuiltinCommand> builtins, Map<String, List<CommandDescriptor>> modules) {
        return table(table(builtins), modules, Map.of());
    }

    /**
     * The table of the built-in commands alone.
     *
     * @throws IllegalArgumentException if a descriptor is malformed or declared twice
     */
    public static CommandTable table(List<BuiltinCommand> builtins) {
        CommandTable.Builder builder = CommandTable.builder();
        builtins.forEach(b -> builder.add(OWNER, b.descriptor(), b));
        CommandTable table = builder.build();
        if (!table.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", table.problems()));
        }
        return table;
    }

    /**
     * The table of the built-in commands with those of modules: of the enabled ones, and after all others those of modules that
     * are not enabled, which take nothing from them.
     */
    public static CommandTable table(CommandTable builtins, Map<String, List<CommandDescriptor>> enabled,
            Map<String, List<CommandDescriptor>> others) {
        CommandTable.Builder builder = builtins.extended();
        enabled.forEach((module, descriptors) -> descriptors.forEach(
                d -> builder.add(module, d, module, CommandTable.Rank.ENABLED)));
        others.forEach((module, descriptors) -> descriptors.forEach(
                d -> builder.add(module, d, module, CommandTable.Rank.OTHER)));
        return builder.build();
    }
}
