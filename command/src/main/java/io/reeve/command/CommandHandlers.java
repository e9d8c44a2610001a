package io.reeve.command;

import io.reeve.api.command.BuiltinCommand;

import io.reeve.api.command.Command;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.grammar.CommandTable;

/** Runs a command that the table has accepted. */
@FunctionalInterface
public interface CommandHandlers {

    /** Runs it and waits for it, on a virtual thread of the dispatcher's; what it throws becomes the command's failure. */
    HandleCommandResult run(CommandTable.Entry entry, Command command) throws Exception;

    /** Runs the command of a module on a thread of the module's, and waits for it. */
    @FunctionalInterface
    interface Modules {
        HandleCommandResult run(String module, Command command) throws Exception;
    }

    /** For a table of {@link BuiltinCommands#table}. */
    static CommandHandlers builtinsAnd(Modules modules) {
        return (entry, command) -> entry.handler() instanceof BuiltinCommand builtin
                ? builtin.handle(command)
                : modules.run(
                        entry.owner(), command);
    }
}
