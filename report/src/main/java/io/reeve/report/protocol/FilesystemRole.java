package io.reeve.report.protocol;

/**
 * The state of a metadata server (mds).
 *
 * @param filesystem the file system that it serves; empty for a standby
 * @param rank       its rank in the file system; -1 for a standby
 * @param state      its state as Ceph names it: {@code up:active}, {@code up:standby}, …
 */
public record FilesystemRole(String filesystem, int rank, String state) {}
