package io.reeve.modulehost.threads;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The thread group of the manager's own threads. A new thread belongs to the group of the thread that makes it, unless told
 * otherwise. A pool that makes its threads when they are first needed may be needed first by a module: its threads would
 * count as threads of that module, which could then never stop. So every pool of the manager names its group, and so do
 * here the pools that the JDK shares out.
 */
public final class HostThreads {
    private static final Duration BEGIN_WAIT = Duration.ofSeconds(5);
    private static final ThreadGroup GROUP = outermost(Thread.currentThread().getThreadGroup());

    private static final ThreadGroup MODULES = new ThreadGroup(GROUP, "reeve-modules");

    private HostThreads() {}

    /** The group below that of the JVM. */
    private static ThreadGroup outermost(ThreadGroup some) {
        ThreadGroup group = some;
        while (group.getParent() != null && group.getParent().getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** The group of the manager's own threads. */
    static ThreadGroup group() {
        return GROUP;
    }

    /** The group in which all groups of modules are. */
    public static ThreadGroup ofModules() {
        return MODULES;
    }

    /** The threads that live in a group and below. */
    public static List<Thread> alive(ThreadGroup group) {
        Thread[] found = new Thread[16];
        int n = group.enumerate(found, true);
        while (n == found.length) {
            found = new Thread[n * 2];
            n = group.enumerate(found, true);
        }
        return List.of(Arrays.copyOf(found, n));
    }

    /** Whether a thread of that name lives in a group or below. */
    public static boolean isAlive(ThreadGroup group, String name) {
        return alive(group).stream().anyMatch(t -> t.getName().equals(name));
    }

    /** A factory of daemon threads of that name, whoever has them made. Those of a rehearsal belong to it. */
    public static ThreadFactory factory(String name) {
        ThreadFactory threads = builder().name(name).factory();
        return RehearsalThreads.isCurrent() ? work -> threads.newThread(RehearsalThreads.marked(work)) : threads;
    }

    private static Thread.Builder.OfPlatform builder() {
        return Thread.ofPlatform().group(GROUP).inheritInheritableThreadLocals(false).daemon();
    }

    /** Gives the JDK's common pools threads of the manager. Comes before anything else in the process uses them. */
    public static void takeCommonPools() {
        System.setProperty("java.util.concurrent.ForkJoinPool.common.threadFactory", OfCommonPool.class.getName());
        System.setProperty("java.nio.channels.DefaultThreadPool.threadFactory", OfChannels.class.getName());
        // The pool's thread for delays knows no factory, and stays once it is there.
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        var _ = ForkJoinPool.commonPool().schedule(() -> begun.complete(true), 0, TimeUnit.NANOSECONDS);
        var _ = begun.completeOnTimeout(false, BEGIN_WAIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** The factory of the threads of {@link ForkJoinPool#commonPool}. The JDK instantiates it by its class name. */
    public static final class OfCommonPool implements ForkJoinPool.ForkJoinWorkerThreadFactory {
        private static final class Worker extends ForkJoinWorkerThread {
            Worker(ForkJoinPool pool) {
                super(GROUP, pool, true);
                setContextClassLoader(ClassLoader.getSystemClassLoader());
            }
        }

        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            return new Worker(pool);
        }
    }

    /** The factory of the threads of the JDK's asynchronous channels. The JDK instantiates it by its class name. */
    public static final class OfChannels implements ThreadFactory {
        @Override
        public Thread newThread(Runnable work) {
            return builder().name("channels").unstarted(work);
        }
    }
}
