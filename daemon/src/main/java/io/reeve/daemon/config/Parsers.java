package io.reeve.daemon.config;

import io.reeve.election.ZooKeeperTls.StoreType;
import io.reeve.http.UrlHost;
import io.reeve.report.protocol.HostPort;
import io.reeve.standby.StandbyMode;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The readers of single values; each throws IllegalArgumentException saying what is wrong. */
final class Parsers {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?";

    private Parsers() {}

    static String name(String text) {
        if (!text.matches(NAME)) {
            throw new IllegalArgumentException("not a name");
        }
        return text;
    }

    static List<String> names(String text) {
        return items(text, ",").map(Parsers::name).toList();
    }

    static List<Path> paths(String text) {
        return items(text, File.pathSeparator).map(Parsers::path).toList();
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("not a path: " + invalid.getReason(), invalid);
        }
    }

    /** ZooKeeper's connect string, without a chroot: Reeve has its own folder there. */
    static String zookeeper(String text) {
        if (text.indexOf(';') >= 0) {
            throw new IllegalArgumentException("commas separate the servers, not ';'");
        }
        if (text.indexOf('/') >= 0 && !text.contains("://")) {
            throw new IllegalArgumentException(
                    "a path behind the servers (a chroot) is not supported: all nodes are below"
                            + " /reeve/CLUSTER, and --cluster gives another one");
        }
        List<HostPort> servers = items(text, ",").map(HostPort::parseTarget).toList();
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server");
        }
        return String.join(",", servers.stream().map(HostPort::toString).toList());
    }

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    static StoreType storeType(String text) {
        return Arrays.stream(StoreType.values())
                .filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a format"));
    }

    /** An address that others are told. */
    static HostPort advertised(String text) {
        HostPort address = HostPort.parseTarget(text);
        if (address.isWildcard()) {
            throw new IllegalArgumentException("nobody can connect to " + address.host());
        }
        return address;
    }

    /** A URL that others are told; ends in {@code /}. */
    static URI advertisedUrl(String text) {
        URI url;
        try {
            url = new URI(text.endsWith("/") ? text : text + "/");
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("not a URL: " + malformed.getReason(), malformed);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("it must start with http:// or https://");
        }
        String host = UrlHost.of(url).orElse("");
        if (host.isEmpty()) {
            throw new IllegalArgumentException("it has no host");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a user, a query or a fragment does not belong there");
        }
        if (new HostPort(host.replaceAll("[\\[\\]]", ""), 0).isWildcard()) {
            throw new IllegalArgumentException("no browser can reach " + host);
        }
        if (UrlHost.port(url) == 0 || UrlHost.port(url) > 65535) {
            throw new IllegalArgumentException("port " + UrlHost.port(url) + " cannot be reached");
        }
        return url;
    }

    /** Host names, without ports. */
    static List<String> hosts(String text) {
        return items(text, ",").map(Parsers::host).toList();
    }

    private static String host(String text) {
        if (!text.matches(HOST)) {
            throw new IllegalArgumentException("'" + text + "' is not a host name");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** Origins of web pages: scheme, host and port. */
    static List<String> origins(String text) {
        return items(text, ",").map(Parsers::origin).toList();
    }

    private static String origin(String text) {
        URI url = advertisedUrl(text);
        if (!url.getRawPath().equals("/")) {
            throw new IllegalArgumentException("'" + text + "' has a path, which an origin has not");
        }
        return url.toString().substring(0, url.toString().length() - 1);
    }

    static Function<String, Duration> duration(Duration least, Duration most) {
        return text -> {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "not within " + Durations.format(least) + " to " + Durations.format(most));
            }
            return duration;
        };
    }

    /** A number of bytes with a unit. */
    static Function<String, Long> size(long least, long most) {
        return text -> {
            long size = ByteSizes.parse(text);
            if (size < least || size > most) {
                throw new IllegalArgumentException(
                        "not within " + ByteSizes.format(least) + " to " + ByteSizes.format(most));
            }
            return size;
        };
    }

    static Function<String, Integer> percent(int least, int most) {
        return text -> {
            if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException("not a whole number from " + least + " to " + most);
            }
            return Integer.valueOf(text);
        };
    }

    static StandbyMode standbyMode(String text) {
        return Arrays.stream(StandbyMode.values())
                .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown mode"));
    }

    /** A number, or empty for never. */
    static OptionalInt priority(String text) {
        if (text.equals("never")) {
            return OptionalInt.empty();
        }
        if (!text.matches("-?[0-9]{1,6}")) {
            throw new IllegalArgumentException("not a whole number of at most 6 digits");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** The file, or empty for standard error. */
    static Optional<Path> logFile(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(path(text));
    }

    private static Stream<String> items(String text, String separator) {
        return Arrays.stream(text.split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(item -> !item.isEmpty());
    }
}
