package io.reeve.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The allowance for a slow machine in tests that hold Reeve to a time that it promises. A promise is for a machine on which a JVM
 * starts within {@link #REFERENCE}; where that takes longer now, the promised time is longer by the same factor. A slow Reeve
 * gets no allowance, for the reference has nothing of it.
 */
final class Pace {
    /** Twice what {@code java -version} needs on an idle machine with two cores. */
    private static final Duration REFERENCE = Duration.ofMillis(100);
    private static final int ROUNDS = 5;

    private Pace() {}

    /** A promised time on this machine as it is now. */
    static Duration of(Duration promised) throws IOException, InterruptedException {
        Duration start = medianStart();
        if (start.compareTo(REFERENCE) <= 0) {
            return promised;
        }
        Duration allowed = Duration.ofNanos(Math.round(promised.toNanos() * ((double) start.toNanos() / REFERENCE
                .toNanos())));
        System.out.printf("[pace] a JVM starts within %d ms, not %d: %d ms are allowed instead of %d%n",
                start.toMillis(),
                REFERENCE.toMillis(), allowed.toMillis(), promised.toMillis());
        return allowed;
    }

    private static Duration medianStart() throws IOException, InterruptedException {
        List<Duration> starts = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            starts.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return starts.stream().sorted().toList().get(ROUNDS / 2);
    }
}
