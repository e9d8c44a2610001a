package io.reeve.modulehost.catalog;

/**
 * The remains of stopped instances of a module. They go only with the process.
 *
 * @param module  the module
 * @param threads threads that its static initialisers, or its provider, started and that are alive
 * @param loaders class loaders that something still holds, such as a thread or a registry of the JDK
 * @param thread  the name of one of the threads; empty if there is none
 */
public record Leftover(String module, int threads, int loaders, String thread) {
    Leftover plus(Leftover other) {
        return new Leftover(module, threads + other.threads, loaders + other.loaders,
                thread.isEmpty() ? other.thread : thread);
    }

    /** The remains in one line for people. */
    public String text() {
        return "Module '" + module + "' has left behind " + threads + " threads"
                + (thread.isEmpty() ? "" : " such as '" + thread + "'") + " and " + loaders
                + " class loaders of instances that have stopped: stop threads and deregister in shutdown(), and restart"
                + " this manager to be rid of them";
    }
}
