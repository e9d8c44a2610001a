package io.reeve.daemon.diagnostics;

import io.reeve.api.command.Data;
import io.reeve.api.command.Text;
import io.reeve.api.diagnostics.DiagnosticSection;
import io.reeve.daemon.config.ManagerConfig;
import io.reeve.daemon.logging.LogControl;
import io.reeve.daemon.logging.LogTail;
import io.reeve.daemon.node.HostFacts;
import io.reeve.daemon.process.Version;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The sections about this process, which every manager has from its first moment on, without ZooKeeper. */
public final class ProcessDiagnostics {
    private ProcessDiagnostics() {}

    /** The sections. */
    public static List<DiagnosticSection> of(ManagerConfig config) {
        return List.of(DiagnosticSection.data("versions", ProcessDiagnostics::versions),
                DiagnosticSection.data("process", ProcessDiagnostics::process),
                DiagnosticSection.data("settings", () -> settings(config)),
                DiagnosticSection.text("log", () -> Text.of(LogTail.ofProcess().lines())),
                DiagnosticSection.text("threads", ThreadDump::take));
    }

    private static Map<String, Object> versions() {
        return Data.map("reeve", Version.current(), "zookeeper_client", org.apache.zookeeper.Version.getVersion(),
                "java",
                Runtime.version().toString(), "java_vendor", System.getProperty("java.vendor"), "jvm",
                System.getProperty("java.vm.name"), "os", System.getProperty("os.name"), "kernel",
                System.getProperty("os.version"), "arch", System.getProperty("os.arch"));
    }

    private static Map<String, Object> process() {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        List<String> flags = runtime.getInputArguments();
        List<String> told = JvmFlags.told(flags);
        return Data.map("pid", ProcessHandle.current().pid(), "started",
                Instant.ofEpochMilli(runtime.getStartTime()).toString(), "up_ms",
                Duration.ofMillis(runtime.getUptime()).toMillis(), "time", Instant.now().toString(), "heap_used",
                heap.getUsed(), "heap_committed", heap.getCommitted(), "heap_max", heap.getMax(), "collectors",
                ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName).toList(),
                "jvm_flags", told, "jvm_flags_not_told", flags.size() - told.size(), "host", HostFacts.collect());
    }

    private static Map<String, Object> settings(ManagerConfig config) {
        return Data.map("settings", config.told(), "log_level", new LogControl().level("io.reeve"));
    }
}
