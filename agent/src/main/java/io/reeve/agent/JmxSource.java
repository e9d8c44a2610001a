package io.reeve.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.reeve.report.protocol.HostPort;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JVM, read over JMX: memory, garbage collectors, threads, classes, processor time. */
final class JmxSource implements DaemonSource {
    private final String type;
    private final String id;
    private final HostPort address;
    private final Complaints complaints;

    JmxSource(String type, String id, HostPort address) {
        this.type = type;
        this.id = id;
        this.address = address;
        this.complaints = new Complaints(type + "." + id);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Reading read() throws IOException {
        try (JMXConnector connector = connect()) {
            return read(connector.getMBeanServerConnection());
        } catch (IOException | UndeclaredThrowableException | SecurityException e) {
            throw new IOException(type + "." + id + ": no JVM answers over JMX at " + address + ": " + e.getMessage(),
                    e);
        }
    }

    @SuppressWarnings("BanJNDI") // --jmx means JMX over RMI, and its address comes from the operator
    private JMXConnector connect() throws IOException {
        return JMXConnectorFactory
                .connect(new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + address + "/jmxrmi"), Map.of());
    }

    private Reading read(MBeanServerConnection jvm) throws IOException {
        List<Reading.Value> numbers = new ArrayList<>();
        part("the memory",
                () -> memory(bean(jvm, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class), numbers));
        part("the garbage collectors", () -> collectors(jvm, numbers));
        part("the threads", () -> numbers.add(Reading.Value.gauge("jvm.threads", "live threads",
                bean(jvm, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class).getThreadCount())));
        part("the classes", () -> numbers.add(Reading.Value.gauge("jvm.classes", "loaded classes",
                bean(jvm, ManagementFactory.CLASS_LOADING_MXBEAN_NAME, ClassLoadingMXBean.class)
                        .getLoadedClassCount())));
        part("the process", () -> process(jvm, numbers));
        RuntimeMXBean runtime = bean(jvm, ManagementFactory.RUNTIME_MXBEAN_NAME, RuntimeMXBean.class);
        numbers.add(Reading.Value.gauge("jvm.uptime", "seconds since its start",
                MILLISECONDS.toSeconds(runtime.getUptime())));
        return new Reading(metadata(runtime), Map.of("state", "running"), numbers, List.of());
    }

    /** Reads one part. A JVM whose bean for it is missing or broken is reported without its numbers. */
    private void part(String what, Complaints.Item reader) throws IOException {
        try {
            reader.read();
            complaints.solved(what);
        } catch (UndeclaredThrowableException | SecurityException e) {
            throw e; // of the connection
        } catch (RuntimeException | Error e) {
            complaints.tell(what, what + " cannot be read: " + e, null);
        }
    }

    private static void collectors(MBeanServerConnection jvm, List<Reading.Value> numbers) throws IOException {
        for (GarbageCollectorMXBean collector : ManagementFactory.getPlatformMXBeans(jvm,
                GarbageCollectorMXBean.class)) {
            numbers.add(Reading.Value.counter("jvm.gc_count", "collections", collector.getCollectionCount())
                    .labelled("collector", collector.getName()));
            numbers.add(Reading.Value.time("jvm.gc_time", "time in collections",
                    MILLISECONDS.toNanos(collector.getCollectionTime())).labelled("collector", collector.getName()));
        }
    }

    private static void memory(MemoryMXBean memory, List<Reading.Value> numbers) {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        numbers.add(Reading.Value.bytes("jvm.heap_used", "used heap", heap.getUsed()));
        numbers.add(Reading.Value.bytes("jvm.heap_committed", "heap taken from the system", heap.getCommitted()));
        if (heap.getMax() >= 0) {
            numbers.add(Reading.Value.bytes("jvm.heap_max", "limit of the heap", heap.getMax()));
        }
        numbers.add(Reading.Value.bytes("jvm.nonheap_used", "used memory outside the heap",
                memory.getNonHeapMemoryUsage().getUsed()));
    }

    private static void process(MBeanServerConnection jvm, List<Reading.Value> numbers) throws IOException {
        OperatingSystemMXBean system = bean(jvm, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
                OperatingSystemMXBean.class);
        numbers.add(Reading.Value.time("jvm.cpu_time", "processor time of the process",
                Math.max(0, system.getProcessCpuTime())));
        try {
            UnixOperatingSystemMXBean unix = bean(jvm, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
                    UnixOperatingSystemMXBean.class);
            numbers.add(Reading.Value.gauge("jvm.open_files", "open files", unix.getOpenFileDescriptorCount()));
        } catch (IllegalArgumentException notUnix) {
            // Other systems do not have this number.
        }
    }

    private Map<String, String> metadata(RuntimeMXBean runtime) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("hostname", address.host());
        metadata.put("addr", address.toString());
        metadata.put("pid", Long.toString(runtime.getPid()));
        metadata.put("version", runtime.getVmName() + " " + runtime.getVmVersion());
        metadata.put("java_version", runtime.getSpecVersion());
        return metadata;
    }

    private static <T> T bean(MBeanServerConnection jvm, String name, Class<T> type) throws IOException {
        return ManagementFactory.newPlatformMXBeanProxy(jvm, name, type);
    }
}
