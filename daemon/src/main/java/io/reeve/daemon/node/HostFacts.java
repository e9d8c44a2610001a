package io.reeve.daemon.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/** The facts of host and process for {@code mgr metadata}; with Ceph's keys where it has the same fact. */
public final class HostFacts {
    private HostFacts() {}

    public static Map<String, String> collect() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("arch", System.getProperty("os.arch"));
        facts.put("os", System.getProperty("os.name"));
        facts.put("kernel_version", System.getProperty("os.version"));
        facts.put("cpus", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("java_version", Runtime.version().toString());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            facts.put("mem_total_kb", Long.toString(os.getTotalMemorySize() / 1024));
            facts.put("mem_swap_kb", Long.toString(os.getTotalSwapSpaceSize() / 1024));
        }
        return facts;
    }
}
