package io.reeve.command.testing;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.command.BuiltinCommands;
import io.reeve.command.CommandDispatcher;
import io.reeve.command.grammar.CommandTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A table with built-ins and one module, whose commands count their runs and can be held. */
public final class TestCommands {
    public final AtomicInteger runs = new AtomicInteger();
    public volatile CountDownLatch hold = new CountDownLatch(0);
    public CommandTable table = BuiltinCommands.table(List.of(
            BuiltinCommand.of("get name=key,type=CephString,req=false", "read",
                    "r", this::run),
            BuiltinCommand.of("set name=key,type=CephString name=val,type=CephString,req=false "
                    + "name=epoch,type=CephInt,req=false,positional=false", "write", "rw", this::run),
            BuiltinCommand.of(
                    "throw", "fail", "rw", c -> {
                        throw new IllegalStateException("line one\nline two");
                    }),
            BuiltinCommand.of("throw error", "fail", "rw", c -> {
                throw new StackOverflowError();
            }), BuiltinCommand.of("bytes", "binary", "r",
                    c -> HandleCommandResult.ok(new byte[]{(byte) 0xff,
                            0})),
            BuiltinCommand.of("data", "data", "r", c -> HandleCommandResult.data(Map.of("a",
                    1)))),
            Map.of("hello", List.of(new CommandDescriptor("hello", "greet", "r"))));
    public final CommandDispatcher.ModuleCommandHandler handlers = (module, command) -> HandleCommandResult
            .ok(module + ":" + command.prefix());

    private HandleCommandResult run(Command command) throws InterruptedException {
        int run = runs.incrementAndGet();
        hold.await();
        return HandleCommandResult
                .ok(command.prefix() + " " + run + " " + command.args() + " " + command.inbuf().length);
    }
}
