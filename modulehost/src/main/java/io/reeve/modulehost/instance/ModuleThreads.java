package io.reeve.modulehost.instance;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.reeve.modulehost.catalog.CurrentModule;
import io.reeve.modulehost.catalog.FailureText;
import io.reeve.modulehost.threads.HostThreads;
import io.reeve.modulehost.threads.RunTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All threads that run code of one instance of a module: those made here, those that the module starts itself (they inherit
 * the thread group), and guests, which are threads of other modules inside an exposed method. Virtual threads that the
 * module starts are not covered.
 */
public final class ModuleThreads {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleThreads.class);

    private static final class Group extends ThreadGroup implements CurrentModule.Group {
        private final String module;
        private final ClassLoader loader;

        Group(String module, ClassLoader loader) {
            super(HostThreads.ofModules(), "reeve-module-" + module);
            this.module = module;
            this.loader = loader;
        }

        @Override
        public ClassLoader loader() {
            return loader;
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            FailureText.logError(LOG, "module '" + module + "': " + nameInLog(module, thread) + " died", thrown);
        }
    }

    private final String module;
    private final ClassLoader loader;
    private final ThreadGroup group;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final List<Thread> guests = new ArrayList<>();
    @GuardedBy("lock")
    private final Set<Thread> interruptedGuests = new HashSet<>();

    ModuleThreads(String module, ClassLoader loader) {
        this.module = module;
        this.loader = loader;
        this.group = new Group(module, loader);
    }

    /** A thread {@code reeve-module-NAME-WHAT}, not started yet. */
    Thread make(String what, Runnable code) {
        Thread thread = new Thread(group, code, prefix(module) + what, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    ThreadFactory factory(String what) {
        return code -> make(what, code);
    }

    /** Calls code of the module with its class loader set. All calls of the manager into the module come through here. */
    <T> T call(Callable<T> code) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Calls code of the module on a thread of another module, which counts as a thread of this module meanwhile. */
    <T> T callAsGuest(Callable<T> code) throws Exception {
        Thread thread = Thread.currentThread();
        synchronized (lock) {
            guests.add(thread);
        }
        try {
            return call(code);
        } finally {
            synchronized (lock) {
                guests.remove(thread);
                if (interruptedGuests.remove(thread)) {
                    boolean _ = Thread.interrupted(); // the interrupt was meant for this module, not for the caller
                }
            }
        }
    }

    /** The threads that are alive. */
    public List<Thread> alive() {
        List<Thread> all = new ArrayList<>(HostThreads.alive(group));
        synchronized (lock) {
            all.addAll(guests);
        }
        return all;
    }

    /** Waits until no thread is alive; returns false if the time is over first. */
    public boolean awaitNone(Duration most) throws InterruptedException {
        return RunTime.await(most, nanos -> {
            List<Thread> alive = alive();
            if (!alive.isEmpty()) {
                boolean _ = alive.getFirst().join(Duration.ofNanos(nanos));
            }
            return alive.isEmpty();
        });
    }

    /** Interrupts all threads. */
    public void interrupt() {
        group.interrupt();
        synchronized (lock) {
            for (Thread guest : guests) {
                interruptedGuests.add(guest);
                guest.interrupt();
            }
        }
    }

    /** The names of the threads that are alive, each with its top stack frame, for the state of the module. */
    public String describe() {
        return describe(thread -> "thread '" + thread.getName() + "'");
    }

    /** The threads that are alive, each with its top stack frame, for the manager's log: without names that the module chose. */
    public String describeForLog() {
        return describe(thread -> nameInLog(module, thread));
    }

    private String describe(Function<Thread, String> name) {
        List<String> words = new ArrayList<>();
        for (Thread thread : alive()) {
            StackTraceElement[] stack = thread.getStackTrace();
            words.add(name.apply(thread) + (stack.length == 0 ? "" : " at " + stack[0]));
        }
        return String.join(", ", words);
    }

    /** A name that {@link #make} gave; other names may be anything, and the end of the log goes into diagnostics. */
    private static String nameInLog(String module, Thread thread) {
        String name = thread.getName();
        return name.startsWith(prefix(module)) ? "thread '" + name + "'" : "a thread of its own";
    }

    private static String prefix(String module) {
        return "reeve-module-" + module + "-";
    }
}
