package io.reeve.agent;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HWPartition;

/** A folder as a storage daemon: its placement groups, and the capacity and I/O of its file system. */
final class OsdSource implements DaemonSource {
    private final int number;
    private final Path path;
    private final LocalHost host;
    private final Map<String, String> location;
    private final GroupFolders groups;
    private final StoreIdentity identity;
    private final Complaints complaints;
    private final StoreShare share;

    OsdSource(int number, Path path, LocalHost host, Map<String, String> location) {
        this(number, path, host, location, null);
    }

    OsdSource(int number, Path path, LocalHost host, Map<String, String> location, @Nullable StoreIdentity identity) {
        this(number, path, host, location, StoreShare.alone(number, path), identity);
    }

    /**
     * @param share   all storage daemons of the agent
     * @param records the files in which the store is remembered when the agent stops; empty for none
     */
    static OsdSource remembering(int number, Path path, LocalHost host, Map<String, String> location, StoreShare share,
            Optional<StoreRecords> records) {
        String daemon = "osd." + number;
        return new OsdSource(number, path, host, location, share,
                new StoreIdentity(daemon, path.toAbsolutePath().normalize(), StoreIdentity::device,
                        records.map(files -> files.file(daemon, path)).orElse(null)));
    }

    OsdSource(int number, Path path, LocalHost host, Map<String, String> location, StoreShare share,
            @Nullable StoreIdentity identity) {
        this.share = share;
        this.number = number;
        this.path = path.toAbsolutePath().normalize();
        this.host = host;
        this.location = Map.copyOf(location);
        this.complaints = new Complaints("osd." + number);
        this.identity = identity != null
                ? identity
                : new StoreIdentity("osd." + number, this.path, StoreIdentity::device, null);
        this.groups = new GroupFolders(this.path, System::nanoTime);
    }

    @Override
    public String type() {
        return "osd";
    }

    @Override
    public String id() {
        return Integer.toString(number);
    }

    @Override
    public Reading read() throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException("osd." + number + ": " + path + " is not a folder (any more)");
        }
        identity.check();
        FileStore store = Files.getFileStore(path);
        List<Reading.Group> held = groups.read();
        List<Reading.Value> numbers = new ArrayList<>();
        Set<Integer> sharing = share.of(number, store).keySet();
        space(store, sharing.size(), numbers);
        numbers.add(Reading.Value.gauge("osd.numpg", "placement groups", held.size()));
        complaints.item("the I/O of its disk", () -> disk(store).ifPresent(disk -> io(disk, numbers)));
        complaints.item("the latency of its disk",
                () -> DiskTimes.of(store.name()).ifPresent(times -> latency(times, numbers)));
        identity.check(); // the numbers are of that store, unless it went meanwhile
        return new Reading(metadata(store, sharing), Map.of("state", "active"), numbers, held);
    }

    /** The share of a file system that each of the storage daemons on it has, so that their sum is its size. */
    private static void space(FileStore store, int sharing, List<Reading.Value> numbers) throws IOException {
        long total = store.getTotalSpace();
        long free = store.getUnallocatedSpace();
        numbers.add(Reading.Value.bytes("osd.stat_bytes", "size of the file system, or of a share of it",
                total / sharing));
        numbers.add(Reading.Value.bytes("osd.stat_bytes_used", "used of it", (total - free) / sharing));
        numbers.add(Reading.Value.bytes("osd.stat_bytes_avail", "what can still be written",
                store.getUsableSpace() / sharing));
    }

    private Map<String, String> metadata(FileStore store, Set<Integer> sharing) {
        Map<String, String> metadata = new LinkedHashMap<>(LocationOption.add(host.metadata(), location));
        metadata.put("osd_data", path.toString());
        metadata.put("backend_filestore_dev_node", store.name());
        metadata.put("osd_objectstore", "filestore");
        metadata.put("filestore_backend", store.type());
        if (sharing.size() > 1) {
            metadata.put("filestore_shared_by", String.join(",", sharing.stream().map(id -> "osd." + id).toList()));
        }
        return metadata;
    }

    /** The disk of the file system; empty if it has none of its own, as a container's overlay or a network share. */
    private Optional<HWDiskStore> disk(FileStore store) {
        for (HWDiskStore disk : host.system().getHardware().getDiskStores()) {
            if (disk.getName().equals(store.name())
                    || disk.getPartitions().stream().anyMatch(part -> isOf(part, store))) {
                return Optional.of(disk);
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(HWPartition partition, FileStore store) {
        return store.name().equals("/dev/" + partition.getName()) || store.name().equals(partition.getIdentification());
    }

    private static void latency(DiskTimes times, List<Reading.Value> numbers) {
        numbers.add(Reading.Value.timeAverage("osd.op_r_latency", "time of a read operation of the device",
                times.readNanos(), times.reads()));
        numbers.add(Reading.Value.timeAverage("osd.op_w_latency", "time of a write operation of the device",
                times.writeNanos(), times.writes()));
    }

    private static void io(HWDiskStore disk, List<Reading.Value> numbers) {
        numbers.add(Reading.Value.counter("osd.op_r", "read operations of the disk", disk.getReads()));
        numbers.add(Reading.Value.counter("osd.op_w", "write operations of the disk", disk.getWrites()));
        numbers.add(new Reading.Value("osd.op_out_bytes", Reading.Kind.COUNTER_BYTES, Map.of(),
                "bytes read from the disk", disk.getReadBytes()));
        numbers.add(new Reading.Value("osd.op_in_bytes", Reading.Kind.COUNTER_BYTES, Map.of(),
                "bytes written to the disk", disk.getWriteBytes()));
    }
}
