package io.reeve.cluster.daemon;

import io.reeve.api.cluster.DaemonId;
import java.util.regex.Pattern;

/** The number of a storage daemon. It is small, as crush has a place for each number below the highest. */
public final class OsdId {
    /** The highest number that is taken. */
    public static final int MOST = 999_999;
    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,5}");

    private OsdId() {}

    /** Whether a text is the one name of a number: digits without leading zeros. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Parses a number.
     *
     * @throws IllegalArgumentException if the text is not the one name of a number
     */
    public static int of(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the number of a storage daemon: write 0 to " + MOST
                            + " without leading zeros");
        }
        return Integer.parseInt(text);
    }

    /** The number of a daemon of type {@code osd}, whose id was checked when it opened its session. */
    public static int of(DaemonState daemon) {
        return of(daemon.id().id());
    }

    /** The daemon of a number. */
    public static DaemonId daemon(int number) {
        return new DaemonId("osd", Integer.toString(number));
    }
}
