package io.reeve.store.configkey;

import io.reeve.api.MgrException;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.CommandDescriptor;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.election.FencedWriter;
import io.reeve.store.TooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/** {@code config-key …}: byte strings by name; texts as Ceph's (KVMonitor.cc). */
public final class ConfigKeyCommands {
    private static final String KEY = "name=key,type=CephString";

    private final ConfigKeyStore store;
    private final Supplier<FencedWriter> writer;

    public ConfigKeyCommands(ConfigKeyStore store, Supplier<FencedWriter> writer) {
        this.store = store;
        this.writer = writer;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                command("config-key get " + KEY, "print the bytes kept under a key", "r", this::get),
                command("config-key set " + KEY + " name=val,type=CephString,req=false",
                        "keep a value, or the bytes given with -i, under a key", "rw", this::set),
                command("config-key rm " + KEY, "remove a key", "rw", this::remove),
                command("config-key exists " + KEY, "tell whether there is a key", "r", this::exists),
                command("config-key ls name=key,type=CephString,req=false", "list keys", "r", this::list),
                command("config-key dump name=key,type=CephString,req=false", "print keys with their values", "r",
                        this::dump),
                command("config-key import", "keep the keys of 'config-key dump --format json', given with -i", "rw",
                        this::importDump));
    }

    private static BuiltinCommand command(String cmd, String desc, String perm, BuiltinCommand.Handler handler) {
        return BuiltinCommand.of(new CommandDescriptor(cmd, desc, perm), handler);
    }

    private HandleCommandResult get(Command command) {
        String key = command.string("key");
        return store.get(key)
                .map(HandleCommandResult::ok)
                .orElseGet(() -> HandleCommandResult.error(Errno.ENOENT, "no such key '" + key + "'"));
    }

    private HandleCommandResult set(Command command) {
        String key = command.string("key");
        if (command.has("val") && command.inbuf().length > 0) {
            return HandleCommandResult.error(Errno.EINVAL,
                    "key '" + key + "' was given a value and a file (-i): give one of them");
        }
        byte[] value = command.has("val") ? command.string("val").getBytes(StandardCharsets.UTF_8) : command.inbuf();
        store.set(writer.get(), key, value);
        return HandleCommandResult.remark("set " + key);
    }

    private HandleCommandResult remove(Command command) {
        String key = command.string("key");
        return HandleCommandResult
                .remark(store.remove(writer.get(), key) ? "key deleted" : "no such key '" + key + "'");
    }

    private HandleCommandResult exists(Command command) {
        String key = command.string("key");
        return store.get(key).isPresent()
                ? HandleCommandResult.remark("key '" + key + "' exists")
                : HandleCommandResult.error(Errno.ENOENT, "key '" + key + "' doesn't exist");
    }

    private HandleCommandResult list(Command command) {
        List<String> keys = List.copyOf(store.prefix(command.has("key") ? command.string("key") : "").keySet());
        return HandleCommandResult.data(keys, Text.of(keys));
    }

    private HandleCommandResult dump(Command command) {
        boolean forPeople = command.format().equals("plain");
        Map<String, Object> out = new LinkedHashMap<>();
        store.prefix(command.has("key") ? command.string("key") : "")
                .forEach((key, value) -> out.put(key,
                        forPeople ? KeyDump.forPeople(value) : KeyDump.value(value)));
        return HandleCommandResult.data(out);
    }

    /** Keeps all keys of a dump; others stay as they are. Nothing is written if one of them cannot be kept. */
    private HandleCommandResult importDump(Command command) {
        SortedMap<String, byte[]> keys;
        try {
            keys = KeyDump.parse(command.inbuf());
            keys.forEach(ConfigKeyStore::check);
        } catch (KeyDump.BadDumpException | BadKeyException | TooLargeException e) {
            return HandleCommandResult.error(Errno.EINVAL, "nothing was imported: " + e.getMessage());
        }
        FencedWriter fenced = writer.get();
        int done = 0;
        for (Map.Entry<String, byte[]> key : keys.entrySet()) {
            try {
                store.set(fenced, key.getKey(), key.getValue());
                done++;
            } catch (MgrException e) {
                if (done == 0) {
                    throw e;
                }
                return HandleCommandResult.error(e.errno(), "imported " + done + " of " + keys.size()
                        + " keys, then '" + key.getKey() + "' was not written: " + e.getMessage()
                        + ". Import the same again: what is there already does no harm");
            }
        }
        return HandleCommandResult.remark("imported " + done + " keys");
    }
}
