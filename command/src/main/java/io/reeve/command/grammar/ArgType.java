package io.reeve.command.grammar;

import java.util.List;

/** A parameter type of the descriptor grammar: it converts the input of a user to the value that a handler gets. */
sealed interface ArgType permits BoolType, ChoicesType, EntityAddrType, FilepathType, FloatType, FragmentType, IntType,
        IpAddrType, NameType, ObjectnameType, OsdNameType, PgidType, PoolnameType, PrefixType, SocketpathType,
        StringType, UuidType {

    /** The name in a descriptor, such as {@code CephInt}. */
    String typeName();

    /** The type as users see it, such as {@code <int[1-5]>}. */
    String description();

    /**
     * Converts a word of a command line.
     *
     * @throws BadValueException with the reason, if it does not fit
     */
    Object parse(String text) throws BadValueException;

    /** Converts a JSON value, which is neither null nor an object nor a list. */
    default Object check(Object json) throws BadValueException {
        if (json instanceof String text) {
            return parse(text);
        }
        throw new BadValueException(json + " is not text: write \"" + json + "\"");
    }

    /** The values that completion proposes; empty if there are too many to list. */
    default List<String> candidates() {
        return List.of();
    }

    /** A parameter of this type as a concise signature shows it, such as {@code <epoch:int>}. */
    default String concise(String name) {
        String what = description();
        String bare = what.startsWith("<") ? what.substring(1, what.length() - 1) : what;
        return bare.equals(name) ? "<" + name + ">" : "<" + name + ":" + bare + ">";
    }
}
