package io.reeve.daemon.diagnostics;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.reeve.api.command.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/** The dump of all threads: deadlocks first, then platform threads with their locks, then what the JVM knows of virtual ones. */
final class ThreadDump {
    private static final int FRAMES = 200;
    private static final int VIRTUAL_LINES = 100_000;

    private ThreadDump() {}

    static Text take() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Text text = new Text();
        deadlocks(threads, text);
        ThreadInfo[] all = threads.dumpAllThreads(true, true, FRAMES);
        Arrays.sort(all, Comparator.comparing(ThreadInfo::getThreadName));
        text.line("").line("Platform threads: " + all.length);
        for (ThreadInfo thread : all) {
            show(thread, text);
        }
        virtual(text);
        return text;
    }

    private static void deadlocks(ThreadMXBean threads, Text text) {
        long[] ids = threads.findDeadlockedThreads();
        if (ids == null) {
            text.line("Deadlocks: none");
            return;
        }
        text.line("Deadlocks: " + ids.length + " threads wait for each other");
        for (ThreadInfo thread : threads.getThreadInfo(ids, true, true)) {
            if (thread != null) {
                show(thread, text);
            }
        }
    }

    private static void show(ThreadInfo thread, Text text) {
        text.line("")
                .line("\"" + thread.getThreadName() + "\" #" + thread.getThreadId() + " " + thread.getThreadState());
        LockInfo awaited = thread.getLockInfo();
        if (awaited != null) {
            text.line("    waits for " + awaited
                    + (thread.getLockOwnerName() == null ? "" : ", which \"" + thread.getLockOwnerName() + "\" holds"));
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
    private static void virtual(Text text) {
        text.line("").line("All threads as the JVM dumps them, virtual ones among them:");
        try {
            Path folder = Files.createTempDirectory("reeve-threads");
            Path file = folder.resolve("threads");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    lines.lines().limit(VIRTUAL_LINES).forEach(text::line);
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException refused) {
            text.line("not dumped: no file can be written below " + System.getProperty("java.io.tmpdir"));
        }
    }
}
