package io.reeve.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;

/** This machine: its metadata under the keys of Ceph's daemon metadata, and access to its hardware and system. */
final class LocalHost {
    private final SystemInfo system = new SystemInfo();
    private final String hostname;
    private final Map<String, String> metadata;

    LocalHost(String version) {
        OperatingSystem os = system.getOperatingSystem();
        hostname = os.getNetworkParams().getHostName();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("hostname", hostname);
        facts.put("version", version);
        facts.put("arch", System.getProperty("os.arch"));
        facts.put("cpu", system.getHardware().getProcessor().getProcessorIdentifier().getName());
        facts.put("cpus", Integer.toString(system.getHardware().getProcessor().getLogicalProcessorCount()));
        facts.put("os", os.getFamily());
        facts.put("distro_description", os.toString());
        facts.put("kernel_version", System.getProperty("os.version"));
        facts.put("mem_total_kb", Long.toString(system.getHardware().getMemory().getTotal() / 1024));
        facts.put("mem_swap_kb",
                Long.toString(system.getHardware().getMemory().getVirtualMemory().getSwapTotal() / 1024));
        metadata = Map.copyOf(facts);
    }

    SystemInfo system() {
        return system;
    }

    String hostname() {
        return hostname;
    }

    Map<String, String> metadata() {
        return metadata;
    }
}
