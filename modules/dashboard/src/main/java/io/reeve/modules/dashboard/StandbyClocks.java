package io.reeve.modules.dashboard;

import io.reeve.api.cluster.MgrMap;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The clocks of the standbys beside that of this manager. Times that one manager writes are read by the next: when an epoch
 * began, when a mute ends, the stamps of the cluster log. A standby's clock is known from the date of an HTTP answer, which has
 * whole seconds.
 */
final class StandbyClocks {
    /** The difference from which on it is worth a note, in milliseconds. */
    static final long TOLERATED = 5000;

    private static final int PATIENCE_MILLIS = 1000;

    private volatile SortedMap<String, Long> differences = new TreeMap<>();

    /** Asks the standbys, one after the other. Waits up to a second for each that does not answer; what it says is unknown. */
    void ask(MgrMap map) {
        SortedMap<String, Long> found = new TreeMap<>();
        for (MgrMap.Manager standby : map.standbys()) {
            difference(URI.create(standby.url()).resolve("health/live")).ifPresent(ms -> found.put(standby.name(), ms));
        }
        differences = found;
    }

    /** The standbys whose clocks differ by more than {@link #TOLERATED}: by how many milliseconds at least; above 0 if ahead. */
    SortedMap<String, Long> differences() {
        return differences;
    }

    private static OptionalLong difference(URI page) {
        try {
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
