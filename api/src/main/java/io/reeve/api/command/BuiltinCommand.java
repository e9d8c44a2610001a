package io.reeve.api.command;

import java.util.Set;

/** A command that the manager itself answers; declared, checked and run as a module's. */
public interface BuiltinCommand {
    CommandDescriptor descriptor();

    /** Answers it; on a virtual thread, several at a time. */
    HandleCommandResult handle(Command command) throws Exception;

    /** The code that answers a command. */
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

    /** A built-in command that any node answers itself: {@link CommandDescriptor.Flag#ANY_NODE}. */
    static BuiltinCommand anyNode(String cmd, String desc, String perm, Handler handler) {
        return of(new CommandDescriptor(cmd, desc, perm, Set.of(CommandDescriptor.Flag.ANY_NODE)), handler);
    }

    /** A built-in command, from the parts of its descriptor. */
    static BuiltinCommand of(String cmd, String desc, String perm, Handler handler) {
        return of(new CommandDescriptor(cmd, desc, perm), handler);
    }
}
