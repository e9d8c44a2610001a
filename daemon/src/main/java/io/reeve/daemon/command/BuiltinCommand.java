package io.reeve.daemon.command;

import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.HandleCommandResult;

/** A command that the manager itself answers; declared, checked and run as a module's. */
public interface BuiltinCommand {
    CommandDescriptor descriptor();

    /** Answers it; on a virtual thread, several at a time. */
    HandleCommandResult handle(Command command) throws Exception;

    /**
     * The same, for a command that has to pass on by whom and how it was given.
     *
     * @param audited the line of the audit log; empty if the command only reads
     */
    default HandleCommandResult handle(Command command, String audited) throws Exception {
        return handle(command);
    }

    /** What answers a command. */
    @FunctionalInterface
    interface Handler {
        HandleCommandResult handle(Command command) throws Exception;
    }

    /** A built-in command made of its parts. */
    static BuiltinCommand of(CommandDescriptor descriptor, Handler handler) {
        return new BuiltinCommand() {
            @Override
            public CommandDescriptor descriptor() {
                return descriptor;
            }

            @Override
            public HandleCommandResult handle(Command command) throws Exception {
                return handler.handle(command);
            }
        };
    }

    /** What answers a command and knows its line of the audit log. */
    @FunctionalInterface
    interface AuditedHandler {
        HandleCommandResult handle(Command command, String audited) throws Exception;
    }

    /** A built-in command that wants to know its line of the audit log. */
    static BuiltinCommand audited(CommandDescriptor descriptor, AuditedHandler handler) {
        return new BuiltinCommand() {
            @Override
            public CommandDescriptor descriptor() {
                return descriptor;
            }

            @Override
            public HandleCommandResult handle(Command command) throws Exception {
                return handler.handle(command, "");
            }

            @Override
            public HandleCommandResult handle(Command command, String audited) throws Exception {
                return handler.handle(command, audited);
            }
        };
    }

    /** The same, with the descriptor's parts in place. */
    static BuiltinCommand of(String cmd, String desc, String perm, Handler handler) {
        return of(new CommandDescriptor(cmd, desc, perm), handler);
    }
}
