package io.reeve.modulehost.threads;

import java.util.List;
import java.util.function.Predicate;

/**
 * The names of threads as the manager's log and its diagnostics show them, which strangers may read. A module may give its
 * threads any names, so of those only names of the manager's own are shown.
 */
public final class ThreadNames {
    /** The text in place of a name that a module may have chosen. */
    public static final String OF_MODULE = "(a thread of a module)";
    /** The beginnings of the names of the manager's virtual threads, which belong to no group of their own. */
    private static final List<String> VIRTUAL = List.of("reeve-", "command-", "sent-command-", "diagnostics-",
            "http-wait-");

    private ThreadNames() {}

    /** The name of a thread, in quotes; {@link #OF_MODULE} if a module may have chosen it. */
    public static String shown(Thread thread) {
        if (thread.isVirtual()) {
            return ofVirtual(thread.getName());
        }
        ThreadGroup group = thread.getThreadGroup();
        return group == null || HostThreads.ofModules().parentOf(group) ? OF_MODULE : quoted(thread.getName());
    }

    /** The name of a virtual thread, in quotes; {@link #OF_MODULE} if it is none that the manager gives. */
    public static String ofVirtual(String name) {
        Predicate<String> begins = name::startsWith;
        return name.isEmpty() || VIRTUAL.stream().anyMatch(begins) ? quoted(name) : OF_MODULE;
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
