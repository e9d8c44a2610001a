package io.reeve.daemon.config;

import java.time.Duration;

/**
 * What daemons are told, and how long they are waited for.
 *
 * @param period    how often they are to report
 * @param threshold the least priority of the counters that are wanted
 * @param grace     a service daemon that says nothing for so long is forgotten
 */
public record Reporting(Duration period, int threshold, Duration grace) {}
