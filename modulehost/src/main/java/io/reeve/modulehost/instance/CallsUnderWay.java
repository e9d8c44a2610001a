package io.reeve.modulehost.instance;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The calls of the manager into one instance of a module that have not returned. May be used by any thread. */
public final class CallsUnderWay {
    /** The code through which a thread waits for the client of a page, not for the module. */
    private static final String WAITS_FOR_CLIENT = "io.reeve.http.pages.ChannelStreams";

    private static final class Call {
        final String what;
        final BooleanSupplier waits;
        final Thread thread = Thread.currentThread();
        final long begun = System.nanoTime();
        final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        volatile String where = "";

        Call(String what, BooleanSupplier waits) {
            this.what = what;
            this.waits = waits;
        }

        boolean isLate(Duration most) {
            return System.nanoTime() - begun >= most.toNanos() && waits.getAsBoolean() && !waitsForClient(thread);
        }

        /** The call in words that stay the same while it lasts. */
        String text() {
            if (where.isEmpty()) {
                StackTraceElement[] stack = thread.getStackTrace();
                where = stack.length == 0 ? "nowhere" : stack[0].toString();
            }
            return "has not returned from " + what + " since " + at + ": thread '" + thread.getName() + "' at " + where;
        }
    }

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** Makes a call on the present thread. */
    <T> T call(String what, Callable<T> code) throws Exception {
        return call(what, () -> true, code);
    }

    /**
     * Makes a call on the present thread.
     *
     * @param waits whether somebody waits for the module while the call lasts; must not block
     */
    <T> T call(String what, BooleanSupplier waits, Callable<T> code) throws Exception {
        Call call = new Call(what, waits);
        calls.add(call);
        try {
            return code.call();
        } finally {
            calls.remove(call);
        }
    }

    /** The calls that have lasted at least this long, the oldest first: what, since when, in which thread and where. */
    public List<String> late(Duration most) {
        return calls.stream()
                .filter(c -> c.isLate(most))
                .sorted(Comparator.comparingLong(c -> c.begun))
                .map(Call::text)
                .toList();
    }

    /** Whether a thread of a module waits for the client of a page to send or to take something. */
    static boolean waitsForClient(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith(WAITS_FOR_CLIENT)) {
                return true;
            }
        }
        return false;
    }
}
