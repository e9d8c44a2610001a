package io.reeve.modulehost.threads;

/**
 * The threads of a rehearsal, in which a standby plays a take-over with managers of its own. What the process has but once,
 * such as its log, takes nothing from them. A thread that one of them makes is of the rehearsal too: platform threads by their
 * group, if they inherit nothing else, and virtual threads, which have no groups, by a mark that they inherit.
 */
public final class RehearsalThreads {
    private static final ThreadGroup GROUP = new ThreadGroup(HostThreads.group(), "reeve-rehearsal");
    private static final InheritableThreadLocal<Boolean> MARK = new InheritableThreadLocal<>();

    private RehearsalThreads() {}

    /** Whether the present thread is one of a rehearsal. */
    public static boolean isCurrent() {
        return MARK.get() != null || GROUP.equals(Thread.currentThread().getThreadGroup());
    }

    /** A thread of the rehearsal, not started. */
    public static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform()
                .group(GROUP)
                .inheritInheritableThreadLocals(false)
                .daemon()
                .name(name)
                .unstarted(marked(work));
    }

    /** The same work, with the mark. */
    static Runnable marked(Runnable work) {
        return () -> {
            MARK.set(true);
            work.run();
        };
    }
}
