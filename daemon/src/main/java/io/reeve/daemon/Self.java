package io.reeve.daemon;

import io.reeve.daemon.process.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.random.RandomGenerator;

/**
 * Who this process is.
 *
 * @param name    the manager's name
 * @param gid     new for each process; below 2^53, so that every JSON reader keeps it exactly
 * @param host    the host's name
 * @param ip      the address under which others reach this manager
 * @param pid     the process id
 * @param version of the software
 */
record Self(String name, long gid, String host, String ip, long pid, String version) {
    static Self create(String name, String advertisedHost, RandomGenerator random) {
        return new Self(name, random.nextLong(1, 1L << 53), hostName(), address(advertisedHost),
                ProcessHandle.current().pid(), Version.current());
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
}
