package io.reeve.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;

/** This machine as a daemon: processor, load, memory, network, disks. */
final class HostSource implements DaemonSource {
    private final String type;
    private final String id;
    private final LocalHost host;
    private final Map<String, String> location;
    private final Complaints complaints;

    HostSource(String type, String id, LocalHost host, Map<String, String> location) {
        this.type = type;
        this.id = id;
        this.host = host;
        this.location = Map.copyOf(location);
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
    public Reading read() {
        HardwareAbstractionLayer hardware = host.system().getHardware();
        List<Reading.Value> numbers = new ArrayList<>();
        complaints.item("the processor", () -> processor(hardware.getProcessor(), numbers));
        complaints.item("the memory", () -> memory(hardware.getMemory(), numbers));
        each("network interface", hardware::getNetworkIFs, NetworkIF::getName, one -> network(one, numbers));
        each("disk", hardware::getDiskStores, HWDiskStore::getName, one -> disk(one, numbers));
        each("file system", () -> host.system().getOperatingSystem().getFileSystem().getFileStores(true),
                OSFileStore::getMount, one -> store(one, numbers));
        complaints.item("the number of processes", () -> numbers.add(Reading.Value.gauge("host.processes", "processes",
                host.system().getOperatingSystem().getProcessCount())));
        Map<String, String> status = new LinkedHashMap<>();
        complaints.item("the uptime", () -> {
            long uptime = host.system().getOperatingSystem().getSystemUptime();
            numbers.add(Reading.Value.gauge("host.uptime", "seconds since the machine started", uptime));
            status.put("uptime_s", Long.toString(uptime));
        });
        return new Reading(LocationOption.add(host.metadata(), location), status, numbers, List.of());
    }

    /** Reads each of the machine's parts of one kind; one that cannot be read costs only itself. */
    private <T> void each(String kind, Supplier<List<T>> parts, Function<T, String> name, Consumer<T> reader) {
        complaints.item("the list of " + kind + "s", () -> {
            for (T part : parts.get()) {
                complaints.item(kind + " " + name.apply(part), () -> reader.accept(part));
            }
        });
    }

    private static void processor(CentralProcessor processor, List<Reading.Value> numbers) {
        long[] ticks = processor.getSystemCpuLoadTicks();
        for (TickType tick : TickType.values()) {
            numbers.add(Reading.Value.time("cpu." + tick.name().toLowerCase(Locale.ROOT),
                    "time that all processors together spent in this state",
                    MILLISECONDS.toNanos(ticks[tick.getIndex()])));
        }
        double[] load = processor.getSystemLoadAverage(3);
        String[] spans = {"1m", "5m", "15m"};
        for (int i = 0; i < load.length; i++) {
            if (load[i] >= 0) { // negative: this system has none
                numbers.add(Reading.Value.gauge("load.avg_" + spans[i], "load average, in hundredths",
                        Math.round(load[i] * 100)));
            }
        }
    }

    private static void memory(GlobalMemory memory, List<Reading.Value> numbers) {
        numbers.add(Reading.Value.bytes("memory.total", "memory of the machine", memory.getTotal()));
        numbers.add(Reading.Value.bytes("memory.available", "memory that processes can still get",
                memory.getAvailable()));
        numbers.add(Reading.Value.bytes("memory.used", "memory that is not available",
                memory.getTotal() - memory.getAvailable()));
        numbers.add(Reading.Value.bytes("memory.swap_total", "swap space", memory.getVirtualMemory().getSwapTotal()));
        numbers.add(Reading.Value.bytes("memory.swap_used", "swap space in use",
                memory.getVirtualMemory().getSwapUsed()));
    }

    private static void network(NetworkIF network, List<Reading.Value> numbers) {
        String label = "interface";
        String name = network.getName();
        numbers.add(bytes("network.rx_bytes", "bytes received", network.getBytesRecv()).labelled(label, name));
        numbers.add(bytes("network.tx_bytes", "bytes sent", network.getBytesSent()).labelled(label, name));
        numbers.add(Reading.Value.counter("network.rx_errors", "receive errors", network.getInErrors())
                .labelled(label, name));
        numbers.add(Reading.Value.counter("network.tx_errors", "send errors", network.getOutErrors())
                .labelled(label, name));
    }

    private static void disk(HWDiskStore disk, List<Reading.Value> numbers) {
        String label = "disk";
        String name = disk.getName();
        numbers.add(Reading.Value.counter("disk.reads", "read operations", disk.getReads()).labelled(label, name));
        numbers.add(Reading.Value.counter("disk.writes", "write operations", disk.getWrites()).labelled(label, name));
        numbers.add(bytes("disk.read_bytes", "bytes read", disk.getReadBytes()).labelled(label, name));
        numbers.add(bytes("disk.write_bytes", "bytes written", disk.getWriteBytes()).labelled(label, name));
        numbers.add(Reading.Value.time("disk.busy", "time with at least one operation under way",
                MILLISECONDS.toNanos(disk.getTransferTime())).labelled(label, name));
    }

    private static void store(OSFileStore store, List<Reading.Value> numbers) {
        String label = "mount";
        String mount = store.getMount();
        numbers.add(Reading.Value.bytes("filesystem.total", "size", store.getTotalSpace()).labelled(label, mount));
        numbers.add(Reading.Value.bytes("filesystem.available", "what users can still write",
                store.getUsableSpace()).labelled(label, mount));
    }

    private static Reading.Value bytes(String path, String description, long value) {
        return new Reading.Value(path, Reading.Kind.COUNTER_BYTES, Map.of(), description, value);
    }
}
