package io.reeve.benchmarks;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What happens to the active. */
enum FailoverEvent {
    KILL("kill -9 of the active", 100, 0.99, 1_000),
    TERM("SIGTERM of the active", 50, 0.99, 300),
    FAIL("mgr fail", 50, 0.99, 300),
    SILENT("the active is stopped (SIGSTOP)", 5, 1, FailoverEvent.SESSION_MILLIS + 1_000),
    CUT("the active is cut off silently from everything", 10, 1, FailoverEvent.SESSION_MILLIS + 1_000);

    private static final int SESSION_MILLIS = 6_000;
    private static final int LONG_ROUNDS = 10;

    private final String what;
    private final int usualRounds;
    private final double share;
    private final int limitMillis;

    FailoverEvent(String what, int usualRounds, double share, int limitMillis) {
        this.what = what;
        this.usualRounds = usualRounds;
        this.share = share;
        this.limitMillis = limitMillis;
    }

    String what() {
        return what;
    }

    /** How often, when so many rounds were asked for, 0 for the usual number. */
    int rounds(int asked) {
        int most = waitsForSession() ? LONG_ROUNDS : Integer.MAX_VALUE;
        return asked == 0 ? usualRounds : Math.min(asked, most);
    }

    /** What the promise is about, in milliseconds. */
    double measured(Samples samples) {
        return samples.quantile(share) / 1e6;
    }

    int limitMillis() {
        return limitMillis;
    }

    String target() {
        return waitsForSession() ? "max < session timeout + 1000 ms" : "p99 < " + limitMillis + " ms";
    }

    /** Whether only the end of the session shows that the active is gone. */
    boolean waitsForSession() {
        return this == SILENT || this == CUT;
    }

    /** Makes it happen to the active. */
    void inflict(Cluster cluster, Node active) {
        switch (this) {
            case KILL -> active.process().destroyForcibly();
            case TERM -> active.process().destroy();
            case FAIL -> active.run("mgr", "fail");
            case SILENT -> active.signal("STOP");
            case CUT -> cluster.cut(active);
        }
    }

    /** {@code kill,cut}. */
    static Set<FailoverEvent> parse(String words) {
        Set<FailoverEvent> events = EnumSet.noneOf(FailoverEvent.class);
        for (String word : words.split(",", -1)) {
            try {
                events.add(valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--events " + words + ": '" + word
                        + "' is none of kill, term, fail, silent, cut", e);
            }
        }
        return events;
    }
}
