package io.reeve.report.protocol;

/**
 * A placement group on a storage daemon.
 *
 * @param pgid    {@code POOL.NUMBER}, the number in hexadecimal
 * @param state   the state as Ceph names it, for example {@code active+clean}
 * @param objects the number of objects in it
 * @param bytes   the size of these objects
 */
public record PlacementGroup(String pgid, String state, long objects, long bytes) {}
