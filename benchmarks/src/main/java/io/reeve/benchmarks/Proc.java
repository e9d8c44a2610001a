package io.reeve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux tells of a process. */
final class Proc {
    private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on all of Linux' architectures in use
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+([0-9]+)");

    private Proc() {}

    /** Processor time that a process has used: the fields utime and stime. */
    static double processorSeconds(long pid) {
        return seconds(Long.toString(pid), 11);
    }

    /** The processors that a process uses, over that time. */
    static double cores(long pid, Duration over) {
        double before = processorSeconds(pid);
        long began = System.nanoTime();
        Pace.pause(over);
        return (processorSeconds(pid) - before) / ((System.nanoTime() - began) / 1e9);
    }

    /** Processor time of all our children that have ended, and of theirs: the fields cutime and cstime. */
    static double childrensProcessorSeconds() {
        return seconds("self", 13);
    }

    /** The sum of two fields; the first after the name in parentheses is 0. */
    private static double seconds(String process, int first) {
        String stat = read(Path.of("/proc/" + process + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) / TICKS_A_SECOND;
    }

    /** Resident memory in MiB. */
    static double residentMebibytes(long pid) {
        return status(pid, RESIDENT) / 1024.0;
    }

    /** The threads of a process, of the system and not of Java alone. */
    static long threads(long pid) {
        return status(pid, THREADS);
    }

    private static long status(long pid, Pattern pattern) {
        Matcher number = pattern.matcher(read(Path.of("/proc/" + pid + "/status")));
        if (!number.find()) {
            throw new SkippedException("this system does not tell '" + pattern + "' of a process in /proc");
        }
        return Long.parseLong(number.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SkippedException("this system has no " + file);
        }
    }
}
