package io.reeve.daemon.diagnostics;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.reeve.api.command.Text;
import io.reeve.modulehost.threads.HostThreads;
import io.reeve.modulehost.threads.ThreadNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The dump of all threads: deadlocks first, then platform threads with their locks, then what the JVM knows of virtual ones.
 * Names are those of threads that are known to be the manager's; those of modules may be anything.
 */
final class ThreadDump {
    private static final int FRAMES = 200;
    private static final int VIRTUAL_LINES = 100_000;

    /** The first line of a thread in the JVM's dump, such as {@code #31 "a name" virtual WAITING 2026-11-28T05:29:37Z}. */
    private static final Pattern HEAD = Pattern
            .compile("#([0-9]{1,18}) \"(?:(.*)\"((?: virtual)? [A-Z_]+ [0-9TZ:.-]+))?.*");
    /** A frame or a lock below it. */
    private static final Pattern FRAME = Pattern.compile(" +(?:at [^\" ]+\\(.*|- .*)");

    /** The names, as they are shown, of the platform threads that were found, by id. */
    private final Map<Long, String> names = new HashMap<>();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Text text = new Text();

    private ThreadDump() {}

    static Text take() {
        ThreadDump dump = new ThreadDump();
        dump.all();
        return dump.text;
    }

    private void all() {
        addNames();
        long[] deadlocked = threads.findDeadlockedThreads();
        ThreadInfo[] waiting = deadlocked == null
                ? new ThreadInfo[0]
                : threads.getThreadInfo(deadlocked, true, true);
        ThreadInfo[] all = threads.dumpAllThreads(true, true, FRAMES);
        addNames();
        text.line(deadlocked == null
                ? "Deadlocks: none"
                : "Deadlocks: " + deadlocked.length + " threads wait for each other");
        Stream.of(waiting).filter(Objects::nonNull).forEach(this::show);
        text.line("").line("Platform threads: " + all.length);
        Stream.of(all).sorted(Comparator.comparing(thread -> name(thread.getThreadId()))).forEach(this::show);
        virtual();
    }

    /** Adds the threads of this moment. Ids are not used again, so a name that was found stays right. */
    private void addNames() {
        ThreadGroup group = HostThreads.ofModules();
        for (ThreadGroup parent = group.getParent(); parent != null; parent = parent.getParent()) {
            group = parent;
        }
        for (Thread thread : HostThreads.alive(group)) {
            names.putIfAbsent(thread.threadId(), ThreadNames.shown(thread));
        }
    }

    private String name(long id) {
        return names.getOrDefault(id, ThreadNames.OF_MODULE);
    }

    private void show(ThreadInfo thread) {
        text.line("").line(name(thread.getThreadId()) + " #" + thread.getThreadId() + " " + thread.getThreadState());
        LockInfo awaited = thread.getLockInfo();
        if (awaited != null) {
            text.line("    waits for " + awaited + (thread.getLockOwnerName() == null
                    ? ""
                    : ", which " + name(thread.getLockOwnerId()) + " holds"));
        }
        StackTraceElement[] frames = thread.getStackTrace();
        for (int depth = 0; depth < frames.length; depth++) {
            text.line("    at " + frames[depth]);
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    text.line("    holds " + monitor);
                }
            }
        }
        for (LockInfo held : thread.getLockedSynchronizers()) {
            text.line("    holds " + held);
        }
    }

    /** The JVM writes virtual threads into a file only. */
    private void virtual() {
        text.line("").line("All threads as the JVM dumps them, virtual ones among them:");
        try {
            Path folder = Files.createTempDirectory("reeve-threads");
            Path file = folder.resolve("threads");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                addNames();
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    lines.lines().limit(VIRTUAL_LINES).forEach(this::line);
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException refused) {
            text.line("not dumped: no file can be written below " + System.getProperty("java.io.tmpdir"));
        }
    }

    /** Adds a line of the JVM's dump. A line that is none of its form is what a name with a line break leaves. */
    private void line(String line) {
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
            String rest = Objects.requireNonNullElse(head.group(3), "");
            long id = Long.parseLong(head.group(1));
            text.line("#" + id + " "
                    + (rest.startsWith(" virtual") ? ThreadNames.ofVirtual(head.group(2)) : name(id)) + rest);
        } else if (line.isEmpty() || FRAME.matcher(line).matches()) {
            text.line(line);
        }
    }
}
