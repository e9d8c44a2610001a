package io.reeve.report.protocol;

/**
 * A placement group on a storage daemon.
 *
 * @param pgid    {@code POOL.NUMBER}, the number in hexadecimal
 * @param state   for example {@code active+clean}
 * @param objects in it
 * @param bytes   in them
 */
public record PlacementGroup(String pgid, String state, long objects, long bytes) {}
