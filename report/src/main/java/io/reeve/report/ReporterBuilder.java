package io.reeve.report;

import io.reeve.report.protocol.HostPort;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Reporter}; only the managers must be given. */
public final class ReporterBuilder {
    private static final int MOST_TEXTS = 1_000;
    /** Of this process: another one tells that the daemon has restarted. */
    private static final long PROCESS = 1 + Math.floorMod(new SecureRandom().nextLong(), (1L << 53) - 1);

    final String type;
    final String id;
    long gid = PROCESS;
    boolean service;
    String cluster = "";
    String version = "";
    List<String> managers = List.of();
    Map<String, String> metadata = Map.of();
    Supplier<Map<String, String>> config = Map::of;
    Runnable collector = () -> {};
    RandomGenerator random = new Random();
    @Nullable
    ReporterRuntime runtime;

    ReporterBuilder(String type, String id) {
        if (type.isEmpty() || type.length() > 64 || type.indexOf('.') >= 0) {
            throw new IllegalArgumentException("'" + type + "' is not a daemon type; it is 1 to 64 characters without"
                    + " a dot");
        }
        if (id.isEmpty() || id.length() > 256) {
            throw new IllegalArgumentException("'" + id + "' is not a daemon id; it has 1 to 256 characters");
        }
        this.type = type;
        this.id = id;
    }

    static Map<String, String> texts(Map<String, String> all) {
        if (all.size() > MOST_TEXTS) {
            throw new IllegalArgumentException(all.size() + " entries; at most " + MOST_TEXTS + " are reported");
        }
        all.forEach((key, value) -> {
            if (key.length() > 256 || value.length() > 16_384) {
                throw new IllegalArgumentException("'" + key + "': a key has at most 256 characters, a value 16,384");
            }
        });
        return Map.copyOf(all);
    }

    /** The managers' report addresses, {@code HOST:PORT}: one that lives is enough, it tells of the others. */
    public ReporterBuilder managers(String... addresses) {
        return managers(List.of(addresses));
    }

    /** The managers' report addresses, {@code HOST:PORT}. */
    public ReporterBuilder managers(List<String> addresses) {
        managers = addresses.stream().map(ReporterBuilder::address).toList();
        return this;
    }

    private static String address(String text) {
        try {
            return HostPort.parseTarget(text).toString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a report address: " + e.getMessage()
                    + "; write HOST:PORT, as in 10.0.0.1:6800, and an IPv6 address in brackets", e);
        }
    }

    /** The cluster's name: a manager of another cluster then refuses the daemon. Without it any is right. */
    public ReporterBuilder cluster(String name) {
        cluster = name;
        return this;
    }

    /** Whether the daemon is listed in the service map, and forgotten when it falls silent. Default: false. */
    public ReporterBuilder service(boolean is) {
        service = is;
        return this;
    }

    /** A number of the process, 1 to 2^53 - 1; without it one is made. */
    public ReporterBuilder gid(long number) {
        if (number < 1 || number >= 1L << 53) {
            throw new IllegalArgumentException("gid " + number + " is not from 1 to 2^53 - 1");
        }
        gid = number;
        return this;
    }

    /** Facts about the daemon, among them {@code hostname}. */
    public ReporterBuilder metadata(Map<String, String> all) {
        metadata = texts(all);
        return this;
    }

    /** One more fact about the daemon. */
    public ReporterBuilder metadata(String key, String value) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.put(key, value);
        return metadata(all);
    }

    /** What {@code version} answers; it is also put in the metadata when they have none. */
    public ReporterBuilder version(String text) {
        version = text;
        return this;
    }

    /** What {@code config show} answers. */
    public ReporterBuilder config(Supplier<Map<String, String>> options) {
        config = options;
        return this;
    }

    /** Runs on a worker before each report: sets what belongs together in one go. */
    public ReporterBuilder collector(Runnable collect) {
        collector = collect;
        return this;
    }

    /** Threads to share with other reporters, which are not closed with this one. Without them it has its own. */
    public ReporterBuilder runtime(ReporterRuntime shared) {
        runtime = shared;
        return this;
    }

    /** Where its pauses come from. */
    ReporterBuilder random(RandomGenerator source) {
        random = source;
        return this;
    }

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException no manager was given
     */
    public Reporter start() {
        if (managers.isEmpty()) {
            throw new IllegalArgumentException(type + "." + id + " has no manager to report to; give one or more"
                    + " report addresses, HOST:PORT");
        }
        if (!version.isEmpty() && !metadata.containsKey("version")) {
            metadata("version", version);
        }
        return new Reporter(this);
    }
}
