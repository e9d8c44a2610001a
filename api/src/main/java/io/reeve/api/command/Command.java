package io.reeve.api.command;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command as its handler gets it. It was checked against its descriptor, so all required arguments are present and
 * every argument has its type. Values are String, Long, Double, Boolean, or a List of one of these for {@code n=}.
 *
 * @param prefix the literal words, separated by single spaces
 * @param args   the arguments by name, without those that were left out
 * @param inbuf  the input bytes, from {@code -i}; empty if there are none. Shared: do not change it
 * @param format the requested format: plain, json, json-pretty or yaml
 * @param from   who sent it: the address of an HTTP client, the name of a module or of a daemon; empty if it is not known. Nobody
 *               has proved it to be theirs
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of up to some MiB for each command is not free
public record Command(String prefix, Map<String, Object> args, byte[] inbuf, String format, String from) {
    public Command {
        args = Map.copyOf(args);
    }

    /** A command of a sender who is not known. */
    public Command(String prefix, Map<String, Object> args, byte[] inbuf, String format) {
        this(prefix, args, inbuf, format, "");
    }

    /** Whether an argument was given. */
    public boolean has(String name) {
        return args.containsKey(name);
    }

    /**
     * A required text argument.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public String string(String name) {
        return required(name, String.class);
    }

    /** A text argument, or {@code other}, which may be null, if it was left out. */
    public @Nullable String string(String name, @Nullable String other) {
        return has(name) ? string(name) : other;
    }

    /** A required whole number. */
    public long integer(String name) {
        return required(name, Long.class);
    }

    /** A whole number, or {@code other} if it was left out. */
    public long integer(String name, long other) {
        return has(name) ? integer(name) : other;
    }

    /** A required number. */
    public double number(String name) {
        return required(name, Double.class);
    }

    /** A number, or {@code other} if it was left out. */
    public double number(String name, double other) {
        return has(name) ? number(name) : other;
    }

    /** A yes-or-no argument; false if it was left out. */
    public boolean bool(String name) {
        return has(name) && required(name, Boolean.class);
    }

    /** A text argument with {@code n=}; empty if it was left out. */
    public List<String> strings(String name) {
        if (!has(name)) {
            return List.of();
        }
        return ((List<?>) required(name, List.class)).stream().map(String.class::cast).toList();
    }

    private <T> T required(String name, Class<T> type) {
        Object value = args.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("command '" + prefix + "': argument '" + name + "' is " + value
                    + ", not a " + type.getSimpleName() + ": does the descriptor say so?");
        }
        return type.cast(value);
    }
}
