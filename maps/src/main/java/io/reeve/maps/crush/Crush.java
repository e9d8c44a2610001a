package io.reeve.maps.crush;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The crush hierarchy: storage daemons in hosts, racks and so on up to a root. Weights are fixed-point numbers as in Ceph:
 * 0x10000 is one TiB.
 *
 * @param version grows with each change
 * @param buckets by id; ids are negative
 * @param devices by the number of their storage daemon
 * @param rules   by id; without any, as earlier versions stored it, there is the rule of a new cluster
 */
public record Crush(long version, SortedMap<Integer, Bucket> buckets, SortedMap<Integer, Device> devices,
        SortedMap<Integer, CrushRule> rules) {
    /** The hierarchy of an empty cluster: the root that is the default of every location. */
    public static final Crush EMPTY = new Crush(1,
            new TreeMap<>(Map.of(-1, new Bucket(-1, "default", CrushType.ROOT.number(), 0))), new TreeMap<>(),
            new TreeMap<>());

    /** The weight of one TiB. */
    public static final long TIB = 0x10000;

    /** The largest weight, almost 32,768 TiB: crush has 31 bits for it. */
    public static final long MOST_WEIGHT = Integer.MAX_VALUE;

    /** The weight of a device whose capacity has not been reported yet. */
    static final long UNWEIGHED = -1;

    public Crush {
        buckets = Collections.unmodifiableSortedMap(buckets);
        devices = Collections.unmodifiableSortedMap(devices);
        SortedMap<Integer, CrushRule> all = new TreeMap<>(rules);
        if (!all.containsKey(CrushRule.FIRST)) {
            all.put(CrushRule.FIRST, CrushRule.replicated(firstRoot(buckets)));
        }
        rules = Collections.unmodifiableSortedMap(all);
    }

    /** The id of the root {@code default}, or else of the first root. */
    private static int firstRoot(SortedMap<Integer, Bucket> buckets) {
        List<Bucket> roots = buckets.values().stream().filter(b -> b.parent() == 0).toList();
        return roots.stream()
                .filter(b -> b.name().equals("default"))
                .findFirst()
                .or(() -> roots.stream().findFirst())
                .map(Bucket::id)
                .orElse(-1);
    }

    /**
     * An inner place of the hierarchy, such as a host or a rack.
     *
     * @param parent the id of the bucket that holds it; 0 for a root
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"id", "name", "type", "parent"})
    public record Bucket(int id, String name, int type, int parent) {
        public CrushType level() {
            return CrushType.numbered(type);
        }

        /** The name of its type: {@code host}. */
        public String typeName() {
            return level().wireName();
        }

        Bucket in(int newParent) {
            return new Bucket(id, name, type, newParent);
        }
    }

    /**
     * A storage daemon in the hierarchy.
     *
     * @param parent      the id of the bucket that holds it
     * @param weight      its capacity
     * @param deviceClass {@code hdd}, {@code ssd}, …; empty if not reported
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"id", "parent", "weight", "deviceClass"})
    public record Device(int id, int parent, long weight, String deviceClass) {
        public Device {
            weight = Math.min(weight, MOST_WEIGHT); // version 0.1 has stored larger ones
        }

        Device in(int newParent) {
            return new Device(id, newParent, weight, deviceClass);
        }

        /** Whether its capacity has been reported, or its weight set. */
        @JsonIgnore
        public boolean isWeighed() {
            return weight != UNWEIGHED;
        }

        /** The weight, or 0 while it is unknown. */
        public long effectiveWeight() {
            return isWeighed() ? weight : 0;
        }

        Device weighing(long newWeight) {
            return new Device(id, parent, newWeight, deviceClass);
        }
    }

    /** The weight of a capacity in bytes; at least 1, and {@link #MOST_WEIGHT} at most. */
    public static long weightOf(long bytes) {
        return bytes <= 0 ? 0 : Math.clamp(Math.round(bytes / (double) (1L << 40) * TIB), 1, MOST_WEIGHT);
    }

    /** The weight of a number of TiB; empty if it is beyond what crush has room for. */
    public static OptionalLong weightOf(double tib) {
        return tib >= 0 && tib * TIB <= MOST_WEIGHT ? OptionalLong.of(Math.round(tib * TIB)) : OptionalLong.empty();
    }

    /** The bucket of this name. */
    public Optional<Bucket> bucket(String name) {
        return buckets.values().stream().filter(b -> b.name().equals(name)).findFirst();
    }

    /** The rule of this id, or the first if there is none: a manager of an earlier version may have lost it. */
    public CrushRule rule(int id) {
        return Objects.requireNonNull(rules.getOrDefault(id, rules.get(CrushRule.FIRST)), "the first rule");
    }

    /** The rule of this name. */
    public Optional<CrushRule> rule(String name) {
        return rules.values().stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /**
     * The hierarchy after these changes, one version later; this object if there are none.
     *
     * @param newRules all rules from then on; empty if they are the same
     */
    public Crush apply(Collection<Bucket> changedBuckets, Collection<Device> changedDevices,
            Collection<Integer> removed, Optional<List<CrushRule>> newRules) {
        if (changedBuckets.isEmpty() && changedDevices.isEmpty() && removed.isEmpty() && newRules.isEmpty()) {
            return this;
        }
        SortedMap<Integer, Bucket> newBuckets = new TreeMap<>(buckets);
        SortedMap<Integer, Device> newDevices = new TreeMap<>(devices);
        removed.forEach(id -> {
            newBuckets.remove(id);
            newDevices.remove(id);
        });
        changedBuckets.forEach(b -> newBuckets.put(b.id(), b));
        changedDevices.forEach(d -> newDevices.put(d.id(), d));
        return new Crush(version + 1, newBuckets, newDevices, newRules.map(Crush::byId).orElse(rules));
    }

    /** Rules by id. */
    public static SortedMap<Integer, CrushRule> byId(List<CrushRule> rules) {
        SortedMap<Integer, CrushRule> found = new TreeMap<>();
        rules.forEach(rule -> found.put(rule.id(), rule));
        return found;
    }

    /** The children of each bucket: buckets first, each kind by the absolute value of its ids. */
    public Map<Integer, List<Integer>> children() {
        Map<Integer, List<Integer>> found = new HashMap<>();
        new TreeMap<>(buckets).descendingMap()
                .values()
                .forEach(b -> found.computeIfAbsent(b.parent(), _ -> new ArrayList<>()).add(b.id()));
        devices.values().forEach(d -> found.computeIfAbsent(d.parent(), _ -> new ArrayList<>()).add(d.id()));
        return found;
    }

    /** The weight of each bucket and device. */
    public Map<Integer, Long> weights() {
        Map<Integer, Long> found = new HashMap<>();
        buckets.keySet().forEach(id -> found.put(id, 0L));
        for (Device device : devices.values()) {
            found.put(device.id(), device.effectiveWeight());
            int above = device.parent();
            for (int steps = 0; above != 0 && steps < CrushType.values().length; steps++) {
                found.merge(above, device.effectiveWeight(), Long::sum);
                Bucket bucket = buckets.get(above);
                above = bucket == null ? 0 : bucket.parent();
            }
        }
        return found;
    }

    /** The weights of the storage daemons that a rule takes, by id. */
    public Map<Integer, Long> weights(CrushRule rule) {
        Map<Integer, Long> found = new HashMap<>();
        devices.values()
                .stream()
                .filter(d -> rule.takes(d) && isBelow(d.parent(), rule.root()))
                .forEach(d -> found.put(d.id(), d.effectiveWeight()));
        return found;
    }

    private boolean isBelow(int bucket, int root) {
        return above(bucket).stream().anyMatch(b -> b.id() == root);
    }

    /** A bucket and all that hold it, the lowest first. */
    public List<Bucket> above(int bucket) {
        List<Bucket> found = new ArrayList<>();
        Bucket now = buckets.get(bucket);
        while (now != null && found.size() < CrushType.values().length) {
            found.add(now);
            now = buckets.get(now.parent());
        }
        return found;
    }

    /** The location of a bucket, from the root to itself: {@code root=default,rack=r1,host=h1}. */
    public String location(int bucket) {
        return String.join(",", above(bucket).reversed().stream().map(b -> b.typeName() + "=" + b.name()).toList());
    }
}
