package io.reeve.report;

import io.reeve.report.protocol.HostPort;
import io.reeve.report.protocol.Limits;
import io.reeve.report.protocol.WireText;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A builder of {@link Reporter}. Only the managers must be given. For one thread. */
public final class ReporterBuilder {
    /** The gid of this process; a new one shows that the daemon has restarted. */
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
        if (!WireText.isName(type) || !WireText.isName(id)) {
            throw new IllegalArgumentException("'" + type + "." + id
                    + "' is not a daemon's name; it has no control or format characters");
        }
        this.type = type;
        this.id = id;
    }

    static Map<String, String> texts(Map<String, String> all) {
        if (all.size() > Limits.MOST_TEXTS) {
            throw new IllegalArgumentException(all.size() + " entries; at most " + Limits.MOST_TEXTS + " are reported");
        }
        all.forEach((key, value) -> {
            if (key.length() > Limits.LONGEST_KEY || value.length() > Limits.LONGEST_TEXT) {
                throw new IllegalArgumentException("'" + key + "': a key has at most " + Limits.LONGEST_KEY
                        + " characters, a value " + Limits.LONGEST_TEXT);
            }
        });
        return Map.copyOf(all);
    }

    /**
     * Sets the managers' report addresses, {@code HOST:PORT}. One live manager is enough: it names the others.
     *
     * @throws IllegalArgumentException if one is not a report address
     */
    public ReporterBuilder managers(String... addresses) {
        return managers(List.of(addresses));
    }

    /** Sets the managers' report addresses, {@code HOST:PORT}. */
    public ReporterBuilder managers(List<String> addresses) {
        managers = addresses.stream().map(ReporterBuilder::address).toList();
        return this;
    }

    static String address(String text) {
        try {
            return HostPort.parseTarget(text).toString();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a report address: " + e.getMessage()
                    + "; write HOST:PORT, as in 10.0.0.1:6800, and an IPv6 address in brackets", e);
        }
    }

    /** Sets the cluster's name. A manager of another cluster then refuses the daemon; without a name none does. */
    public ReporterBuilder cluster(String name) {
        cluster = name;
        return this;
    }

    /** Sets whether the daemon is listed in the service map and forgotten when it stops reporting. Default: false. */
    public ReporterBuilder service(boolean is) {
        service = is;
        return this;
    }

    /** Sets the number of the process, 1 to 2^53 - 1. Default: a random one for each process. */
    public ReporterBuilder gid(long number) {
        if (number < 1 || number >= 1L << 53) {
            throw new IllegalArgumentException("gid " + number + " is not from 1 to 2^53 - 1");
        }
        gid = number;
        return this;
    }

    /** Replaces the metadata: facts about the daemon, among them {@code hostname}. At most 1,000. */
    public ReporterBuilder metadata(Map<String, String> all) {
        metadata = texts(all);
        return this;
    }

    /** Adds one fact to the metadata. */
    public ReporterBuilder metadata(String key, String value) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.put(key, value);
        return metadata(all);
    }

    /** Sets the daemon's version, which {@code version} answers; also added to the metadata if it has none. */
    public ReporterBuilder version(String text) {
        version = text;
        return this;
    }

    /** Sets the supplier of the daemon's options, which {@code config show} answers. Called on a worker. */
    public ReporterBuilder config(Supplier<Map<String, String>> options) {
        config = options;
        return this;
    }

    /** Sets a task that runs on a worker before each report, to set values that belong together. */
    public ReporterBuilder collector(Runnable collect) {
        collector = collect;
        return this;
    }

    /** Sets threads shared with other reporters, which {@link Reporter#close} leaves open. Default: its own. */
    public ReporterBuilder runtime(ReporterRuntime shared) {
        runtime = shared;
        return this;
    }

    /** Sets the source of random delays. */
    ReporterBuilder random(RandomGenerator source) {
        random = source;
        return this;
    }

    /**
     * Starts the reporter. Does not wait for a manager.
     *
     * @throws IllegalArgumentException if no manager was given
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
