package io.reeve.command.grammar;

import java.util.List;

/** A type of the descriptor grammar: turns what a user gave into the value that a handler gets, or says what is wrong. */
sealed interface ArgType permits BoolType, ChoicesType, EntityAddrType, FilepathType, FloatType, FragmentType, IntType,
        IpAddrType, NameType, ObjectnameType, OsdNameType, PgidType, PoolnameType, PrefixType, SocketpathType,
        StringType, UuidType {

    /** The name in a descriptor: {@code CephInt}. */
    String typeName();

    /** What it looks like, for people: {@code <int[1-5]>}. */
    String description();

    /** The value of a word. */
    Object parse(String text) throws BadValueException;

    /** The value of a JSON value, which is neither null nor an object nor a list. */
    default Object check(Object json) throws BadValueException {
        if (json instanceof String text) {
            return parse(text);
        }
        throw new BadValueException(json + " is not text: write \"" + json + "\"");
    }

    /** The values to propose for completion, if there are few. */
    default List<String> candidates() {
        return List.of();
    }

    /** What a concise signature shows for a parameter of this type: {@code <epoch:int>}. */
    default String concise(String name) {
        String what = description();
        String bare = what.startsWith("<") ? what.substring(1, what.length() - 1) : what;
        return bare.equals(name) ? "<" + name + ">" : "<" + name + ":" + bare + ">";
    }
}
