package io.reeve.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The number of operations of a block device, and the sum of the times from their arrival to their end. The source is
 * Linux (Documentation/block/stat.rst), since OSHI has only the time for which a device was busy, which is no latency.
 */
record DiskTimes(long reads, long readNanos, long writes, long writeNanos) {
    private static final Path DEVICES = Path.of("/sys/class/block");

    /** The times of a device such as {@code /dev/sda1}; empty if it is no block device, or this is not Linux. */
    static Optional<DiskTimes> of(String device) {
        try {
            Path name = Path.of(device).toRealPath().getFileName();
            Path stat = DEVICES.resolve(String.valueOf(name)).resolve("stat");
            return device.startsWith("/dev/") && Files.isReadable(stat)
                    ? parse(Files.readString(stat))
                    : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    static Optional<DiskTimes> parse(String stat) {
        String[] fields = stat.strip().split("\\s+", -1);
        if (fields.length < 8) {
            return Optional.empty();
        }
        return Optional.of(new DiskTimes(Long.parseLong(fields[0]), MILLISECONDS.toNanos(Long.parseLong(fields[3])),
                Long.parseLong(fields[4]), MILLISECONDS.toNanos(Long.parseLong(fields[7]))));
    }
}
