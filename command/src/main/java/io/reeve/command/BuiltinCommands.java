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
     * @param modules the descriptors by module; iterated in order, so the first of two modules keeps a command that both
     *                declare
     * @throws IllegalArgumentException if a built-in descriptor is malformed or declared twice
     */
    public static CommandTable table(List<BuiltinCommand> builtins, Map<String, List<CommandDescriptor>> modules) {
        CommandTable.Builder builder = CommandTable.builder();
        builtins.forEach(b -> builder.add(OWNER, b.descriptor(), b));
        List<String> problems = builder.build().problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        modules.forEach((module, descriptors) -> descriptors.forEach(d -> builder.add(module, d, module)));
        return builder.build();
    }
}
