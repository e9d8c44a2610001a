package io.reeve.cluster;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in Ceph's format. */
public final class Stamps {
    private static final DateTimeFormatter CEPH = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Stamps() {}

    /** A time as in {@code 2026-11-22T17:01:02.083777+0000}. */
    public static String of(Instant at) {
        return CEPH.format(at);
    }

    /** A time in milliseconds since 1970, in that form. */
    public static String of(long millis) {
        return of(Instant.ofEpochMilli(millis));
    }
}
