package io.reeve.api.command;

import java.util.Set;

/**
 * A command that a module answers, in the descriptor grammar of Ceph's monitors.
 *
 * <p>{@code cmd} is words separated by spaces; a word with {@code =} is a parameter, {@code k=v} pairs separated by
 * commas; every other word is literal and belongs to the prefix:
 * {@code "hello greet name=who,type=CephString,req=false"}. The author guide has the whole grammar.
 *
 * @param cmd   the signature
 * @param desc  one line for {@code --help}
 * @param perm  what it does: some of {@code r} (reads), {@code w} (changes), {@code x} (executes)
 * @param flags what else is to be known
 */
public record CommandDescriptor(String cmd, String desc, String perm, Set<Flag> flags) {
    /** A property of a command; the bits are Ceph's, except that of {@link #ANY_NODE}. */
    public enum Flag {
        /** No longer there: not shown, and refused. */
        OBSOLETE(2),
        /** Still there, but not shown. */
        DEPRECATED(4),
        /** Meant to be repeated by the command line each few seconds. */
        POLL(16),
        /** Not shown. */
        HIDDEN(32),
        /**
         * Answered by the node that is asked, whatever its role, also without an active and when the active hangs. For
         * built-in commands only: a module that declares it is not loaded. The bit is Reeve's own, above all of Ceph's.
         */
        ANY_NODE(1 << 16);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }

        /** The bit in {@code get_command_descriptions}. */
        public int bit() {
            return bit;
        }
    }

    public CommandDescriptor {
        if (!perm.matches("[rwx]{1,3}")) {
            throw new IllegalArgumentException(
                    "command '" + cmd + "': perm '" + perm + "' is not some of r, w and x, such as r or rw");
        }
        flags = Set.copyOf(flags);
    }

    public CommandDescriptor(String cmd, String desc, String perm) {
        this(cmd, desc, perm, Set.of());
    }
}
