package io.reeve.modules.dashboard;

import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The clocks of the standbys beside that of this manager. Times that one manager writes are read by the next: when an epoch
 * began, when a mute ends, the stamps of the cluster log. A standby's clock is known from the date of an HTTP answer, which has
 * whole seconds.
 */
final class StandbyClocks {
    /** The difference from which on it is worth a note, in milliseconds. */
    static final long TOLERATED = 5000;

    private static final int PATIENCE_MILLIS = 1000;

    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile SortedMap<String, Long> differences = new TreeMap<>();

    /** Has the standbys {@linkplain #ask asked} beside the caller, unless they still are. Does not block. */
    void askBeside(MgrMap map, BooleanSupplier stopping) {
        if (asking.compareAndSet(false, true)) {
            // A virtual thread, for which the end of the module does not wait: the look-up of a name that does not resolve
            // cannot be cut short, and must not keep the module. It reads nothing but the map, and changes only this.
            Thread _ = Thread.ofVirtual().name("dashboard-clocks").start(() -> {
                try {
                    ask(map, stopping);
                } finally {
                    asking.set(false);
                }
            });
        }
    }

    /**
     * Asks the standbys, one after the other, until the module is stopping. Waits for each that does not answer: up to a second
     * for its connection and for its answer, and as long as the look-up of its name takes; what it says is unknown.
     */
    void ask(MgrMap map, BooleanSupplier stopping) {
        SortedMap<String, Long> found = new TreeMap<>();
        for (MgrMap.Manager standby : map.standbys()) {
            if (stopping.getAsBoolean()) {
                return;
            }
            difference(standby.url()).ifPresent(ms -> found.put(standby.name(), ms));
        }
        differences = found;
    }

    /** The standbys whose clocks differ by more than {@link #TOLERATED}: by how many milliseconds at least; above 0 if ahead. */
    SortedMap<String, Long> differences() {
        return differences;
    }

    private static OptionalLong difference(String url) {
        try {
            URI page = URI.create(url).resolve("health/live");
            long sent = System.currentTimeMillis();
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
            connection.setRequestMethod("HEAD");
            connection.setRequestProperty("Connection", "close"); // else the JDK keeps a thread for it
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setInstanceFollowRedirects(false);
            long date = connection.getDate(); // 0 if nobody answered
            return date == 0 ? OptionalLong.empty() : beyond(date, sent, System.currentTimeMillis());
        } catch (IOException | IllegalArgumentException e) { // it tells nothing
            return OptionalLong.empty();
        }
    }

    /**
     * The least difference that explains a date; no value if it is tolerated.
     *
     * @param date     the date of an answer, without its milliseconds
     * @param sent     when it was asked for, by this clock
     * @param received when it came, by this clock
     */
    static OptionalLong beyond(long date, long sent, long received) {
        long ahead = date - received;
        long behind = date + 999 - sent;
        if (ahead > TOLERATED) {
            return OptionalLong.of(ahead);
        }
        return behind < -TOLERATED ? OptionalLong.of(behind) : OptionalLong.empty();
    }
}
