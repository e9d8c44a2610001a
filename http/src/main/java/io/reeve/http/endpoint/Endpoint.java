package io.reeve.http.endpoint;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of everything that a manager serves over HTTP, in the order in which it is listed to people: the path, the methods
 * that are answered there, and the permission that a caller needs. Handlers switch over it without a default, so that a new
 * row is served somewhere, and no handler names a path itself.
 *
 * <p>Callers are not told apart yet. The permission so far is what tests and the guide hold each endpoint to: nobody has to
 * prove who they are for {@link Permission#NONE}, and those paths are also served under any host name.
 */
public enum Endpoint {
    /** The active's list of modules. */
    START_PAGE("/", Endpoint.READING, Permission.READ),
    /** A command, on every node; one that belongs to the active is sent there. */
    COMMAND("/api/command", "POST, OPTIONS", Permission.EXECUTE),
    /** The map of managers, on every node. */
    MANAGERS("/api/mgr", Endpoint.READING, Permission.READ),
    /** Whether this process runs. */
    LIVE(Endpoint.HEALTH + "live", Endpoint.READING, Permission.NONE),
    /** Whether this node can serve. */
    READY(Endpoint.HEALTH + "ready", Endpoint.READING, Permission.NONE),
    /** Whether this node is the active one. */
    ACTIVE(Endpoint.HEALTH + "active", Endpoint.READING, Permission.NONE),
    /** Whether this node stands by. */
    STANDBY(Endpoint.HEALTH + "standby", Endpoint.READING, Permission.NONE),
    /** The metrics of this process, and on the active those of modules. */
    METRICS("/metrics", Endpoint.READING, Permission.READ),
    /** What this node tells for the search of a fault. */
    DIAGNOSTICS("/api/diagnostics", Endpoint.READING, Permission.READ),
    /** Every other path: the pages of a module, {@code /NAME/…}, or nothing. */
    MODULE_PAGE("/NAME/", "GET, HEAD, POST, PUT, DELETE, OPTIONS", Permission.OF_MODULE);

    /** What a caller must be allowed to do. */
    public enum Permission {
        /** Nothing: everybody is answered, under whatever host name. */
        NONE,
        /** To read the state of the cluster or of this process. */
        READ,
        /** To run the command that the request names. */
        EXECUTE,
        /** What the module decides for its page. */
        OF_MODULE
    }

    private static final String HEALTH = "/health/";
    private static final String READING = "GET, HEAD, OPTIONS";
    private static final Map<String, Endpoint> BY_PATH = Arrays.stream(values())
            .filter(endpoint -> endpoint != MODULE_PAGE)
            .collect(Collectors.toUnmodifiableMap(Endpoint::path, Function.identity()));

    private final String path;
    private final String methods;
    private final Permission permission;

    Endpoint(String path, String methods, Permission permission) {
        this.path = path;
        this.methods = methods;
        this.permission = permission;
    }

    /** The endpoint of a raw path, which is compared as it is; {@link #MODULE_PAGE} for all that are not in the table. */
    public static Endpoint of(String path) {
        return BY_PATH.getOrDefault(path, MODULE_PAGE);
    }

    /** Whether a path is served under any host name: those of health, also where they lead nowhere. */
    static boolean isForAnyHost(String path) {
        return path.startsWith(HEALTH);
    }

    /** The path; of {@link #MODULE_PAGE} with {@code NAME} for the name of a module. */
    public String path() {
        return path;
    }

    /** The methods, as the header {@code Allow} names them. A module may answer any other as well. */
    public String methods() {
        return methods;
    }

    /** The permission that a caller needs. */
    public Permission permission() {
        return permission;
    }
}
