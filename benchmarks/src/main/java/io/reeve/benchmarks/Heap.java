package io.reeve.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM, asked by the JDK's jcmd. */
final class Heap {
    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

    private Heap() {}

    /** What is in use after a full collection, in MiB. */
    static double afterCollection(long pid) {
        String _ = jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        long kibibytes = 0;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
        }
        if (kibibytes == 0) {
            throw new SkippedException("jcmd does not tell the heap in use");
        }
        return kibibytes / 1024.0;
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command).redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchmarkException(jcmd + " " + command + ": " + out);
            }
            return out;
        } catch (IOException e) {
            throw new SkippedException("this JDK has no " + jcmd);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
