package io.reeve.report.testing;

import io.reeve.report.CommandAnswer;
import io.reeve.report.Reporter;
import java.io.IOException;

/** A service with a reporter in it, as a process: {@code main(ADDRESS)}; ends when its standard input does. */
public final class EmbeddedReporter {
    private EmbeddedReporter() {}

    public static void main(String[] args) throws IOException {
        try (Reporter reporter = Reporter.builder("web", "embedded").managers(args[0]).start()) {
            reporter.gauge("jvm.feature", spec -> spec).set(Runtime.version().feature());
            reporter.command("hello", "Greets", request -> CommandAnswer.ok("hello from " + Runtime.version()));
            while (System.in.read() >= 0) {
                // until the end
            }
        }
    }
}
