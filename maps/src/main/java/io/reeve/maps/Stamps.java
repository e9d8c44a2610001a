package io.reeve.maps;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Ceph writes them: {@code 2026-11-22T16:30:28.688409+0000}. */
public final class Stamps {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx")
            .withZone(ZoneOffset.UTC);

    private Stamps() {}

    public static String of(long millis) {
        return FORMAT.format(Instant.ofEpochMilli(millis));
    }
}
