package io.reeve.report.protocol;

/**
 * What an mds does.
 *
 * @param filesystem its file system; empty for a standby
 * @param rank       in it; -1 for a standby
 * @param state      {@code up:active}, {@code up:standby}, …
 */
public record FilesystemRole(String filesystem, int rank, String state) {}
