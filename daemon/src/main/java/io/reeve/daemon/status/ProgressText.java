package io.reeve.daemon.status;

import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.RunningEvent;
import io.reeve.cluster.Ages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Progress events as people read them, drawn as Ceph's progress module does. */
final class ProgressText {
    private static final int BAR = 28;

    private ProgressText() {}

    /** A running event on two lines, the second indented by so many blanks. */
    static List<String> of(RunningEvent event, Instant now, int indent) {
        String rest = event.inherited()
                ? " (waiting for module '" + event.module() + "')"
                : event.remaining(now)
                        .filter(Duration::isPositive)
                        .map(left -> " (remaining: " + Ages.text(left) + ")")
                        .orElse("");
        return List.of(event.event().message() + " " + age(event.age(now)),
                " ".repeat(indent) + bar(event.fraction()) + rest);
    }

    /** A finished event on two lines; in place of the bar, a failed one has the reason. */
    static List<String> of(FinishedEvent event, int indent) {
        String failure = event.failure();
        return List.of((failure == null ? "[Complete]: " : "[Failed]: ") + event.event().message() + " "
                + age(event.took()), " ".repeat(indent) + (failure == null ? bar(1) : failure));
    }

    /** An age in brackets. */
    static String age(Duration age) {
        return "(" + Ages.text(age) + ")";
    }

    private static String bar(double fraction) {
        int done = (int) (fraction * BAR);
        return "[" + "=".repeat(done) + ".".repeat(BAR - done) + "]";
    }
}
