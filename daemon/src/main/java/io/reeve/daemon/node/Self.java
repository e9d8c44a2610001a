package io.reeve.daemon.node;

import io.reeve.daemon.process.Version;
import io.reeve.standby.modules.StandbyServices;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The identity of this process.
 *
 * @param name    the manager's name
 * @param gid     a number that is new for each process; below 2^53, so that every JSON reader keeps it exactly
 * @param host    the host's name
 * @param ip      the address under which others reach this manager
 * @param pid     the process id
 * @param version the version of the software
 */
public record Self(String name, long gid, String host, String ip, long pid, String version) {
    public static Self create(String name, String advertisedHost, RandomGenerator random) {
        return new Self(name, random.nextLong(1, 1L << 53), hostName(), address(advertisedHost),
                ProcessHandle.current().pid(), Version.current());
    }

    /**
     * The part of {@code /api/mgr} about this node.
     *
     * @param age            of the map; null before the first
     * @param sessionTimeout of ZooKeeper; null before it was reached
     */
    public Map<String, Object> describe(String state, boolean connected, @Nullable Duration age,
            @Nullable Duration sessionTimeout) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        out.put("gid", gid);
        out.put("pid", pid);
        out.put("version", version);
        out.put("state", state);
        out.put("connected", connected);
        out.put("age_ms", age == null ? null : age.toMillis());
        out.put("session_timeout_ms", sessionTimeout == null ? null : sessionTimeout.toMillis());
        return out;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }

    /** This manager as modules see it. */
    public StandbyServices.ThisManager forModules() {
        return new StandbyServices.ThisManager(name, ip, host, version);
    }
}
