package io.reeve.command;

import io.reeve.api.command.BuiltinCommand;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.command.grammar.CommandTable;
import io.reeve.command.grammar.KnownValues;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The built-in commands about commands: {@code help}, {@code complete} and {@code get_command_descriptions}. */
public final class TableCommands {
    private TableCommands() {}

    /**
     * The commands, which read the table that is current when they run.
     *
     * @param known the values that completion proposes
     */
    public static List<BuiltinCommand> of(Supplier<CommandTable> table, KnownValues known) {
        return List.of(BuiltinCommand.anyNode("help name=words,type=CephString,n=N,req=false",
                "list the commands that start with these words, or all", "r",
                c -> help(table.get(), c.strings("words"))),
                BuiltinCommand.anyNode("complete name=words,type=CephString,n=N,req=false",
                        "list what the last word can become, which may be empty; put -- before the words", "r",
                        c -> complete(table.get().complete(c.strings("words"), known), c.format())),
                BuiltinCommand.anyNode("get_command_descriptions", "show all commands with their signatures as data",
                        "r",
                        c -> HandleCommandResult.data(table.get().descriptions())));
    }

    /** The choices; in plain text without a line end after the last, for shells. */
    private static HandleCommandResult complete(List<String> choices, String format) {
        return format.equals("plain")
                ? HandleCommandResult.ok(String.join("\n", choices))
                : HandleCommandResult.data(choices);
    }

    private static HandleCommandResult help(CommandTable table, List<String> words) {
        Optional<String> text = table.help(words);
        return text.isPresent()
                ? HandleCommandResult.data(table.helpData(words), Text.of(text.get().lines().toList()))
                : HandleCommandResult.error(Errno.EINVAL, table.closest(
                        words));
    }
}
