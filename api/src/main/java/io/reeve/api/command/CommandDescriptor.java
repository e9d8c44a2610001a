package io.reeve.api.command;

import java.util.Set;

/**
 * A command that a module answers, in the descriptor grammar of Ceph's monitors.
 *
 * <p>{@code cmd} consists of words separated by spaces. A word with {@code =} is a parameter, given by {@code k=v}
 * pairs separated by commas. Every other word is literal and belongs to the prefix: {@code "hello greet
 * name=who,type=CephString,req=false"}. The author guide has the whole grammar.
 *
 * @param cmd   the signature
 * @param desc  one line for {@code --help}
 * @param perm  the permissions that it needs: some of {@code r} (reads), {@code w} (changes), {@code x} (executes)
 * @param flags the flags of the command
 */
public record CommandDescriptor(String cmd, String desc, String perm, Set<Flag> flags) {
    /** A property of a command; the bits are Ceph's, except that of {@link #ANY_NODE}. */
    public enum Flag {
        /** The command was removed: not shown, and refused. */
        OBSOLETE(2),
        /** The command still works, but is not shown. */
        DEPRECATED(4),
        /** The command is meant to be repeated every few seconds by the command line. */
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
        if (perm.isEmpty() || !perm.matches("[rwx]*") || perm.chars().distinct().count() < perm.length()) {
            throw new IllegalArgumentException(
                    "command '" + cmd + "': perm '" + perm + "' is not some of r, w and x, such as r or rw");
        }
        flags = Set.copyOf(flags);
    }

    public CommandDescriptor(String cmd, String desc, String perm) {
        this(cmd, desc, perm, Set.of());
    }
}
