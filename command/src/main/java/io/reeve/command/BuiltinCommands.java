package io.reeve.command;

import io.reeve.api.command.BuiltinCommand;

import io.reeve.api.command.CommandDescriptor;
import io.reeve.command.grammar.CommandTable;
import java.util.List;
import java.util.Map;

/** Makes the table of all commands: first what is built in, then what modules bring. */
public final class BuiltinCommands {
    /** The owner of what is built in. */
    public static final String OWNER = "mgr";

    private BuiltinCommands() {}

    /**
     * The table; {@link CommandTable#problems} names the commands of modules that it has not taken.
     *
     * @param modules the descriptors by module; iterated in order, so of two with the same command the first has it
     * @throws IllegalArgumentException if a built-in descriptor is wrong or there twice
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
