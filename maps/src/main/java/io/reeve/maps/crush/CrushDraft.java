package io.reeve.maps.crush;

import io.reeve.maps.crush.Crush.Bucket;
import io.reeve.maps.crush.Crush.Device;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A crush hierarchy while it is changed. Not thread-safe. */
public final class CrushDraft {
    private final SortedMap<Integer, Bucket> buckets;
    private final SortedMap<Integer, Device> devices;
    private final SortedMap<Integer, Bucket> changedBuckets = new TreeMap<>();
    private final SortedMap<Integer, Device> changedDevices = new TreeMap<>();
    private final SortedSet<Integer> removed = new TreeSet<>();
    private final SortedMap<Integer, CrushRule> rules;
    private @Nullable Map<String, Integer> ids;

    /** A draft that begins with this hierarchy, which does not change. */
    public CrushDraft(Crush base) {
        this.buckets = base.buckets();
        this.devices = base.devices();
        this.rules = new TreeMap<>(base.rules());
    }

    /** The buckets that are new or changed. */
    public List<Bucket> buckets() {
        return List.copyOf(changedBuckets.values());
    }

    /** The devices that are new or changed. */
    public List<Device> devices() {
        return List.copyOf(changedDevices.values());
    }

    /** The ids of the buckets and devices that are no longer in the hierarchy. */
    public List<Integer> removed() {
        return List.copyOf(removed);
    }

    /** All rules from now on. */
    public List<CrushRule> rules() {
        return List.copyOf(rules.values());
    }

    /** The rule of this name. */
    public Optional<CrushRule> rule(String name) {
        return rules.values().stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** The rule that begins at a bucket, if one does. */
    public Optional<CrushRule> ruleAt(Bucket bucket) {
        return rules.values().stream().filter(r -> r.root() == bucket.id()).findFirst();
    }

    /** Whether a device has this class. */
    public boolean hasClass(String deviceClass) {
        return allDevices().stream().anyMatch(d -> d.deviceClass().equals(deviceClass));
    }

    /**
     * Adds a rule, with the lowest free number.
     *
     * @throws IllegalStateException if there are as many as there can be
     */
    public CrushRule addRule(String name, Bucket root, String deviceClass, CrushType apart) {
        int id = CrushRule.FIRST;
        while (rules.containsKey(id)) {
            id++;
        }
        if (id >= CrushRule.MOST) {
            throw new IllegalStateException("there are " + CrushRule.MOST + " rules, and no more are possible: remove "
                    + "one with 'osd crush rule rm'");
        }
        CrushRule made = new CrushRule(id, name, root.id(), deviceClass, apart.number());
        rules.put(id, made);
        return made;
    }

    /** Removes a rule. */
    public void removeRule(CrushRule rule) {
        rules.remove(rule.id());
    }

    /** Gives a rule another name. */
    public void renameRule(CrushRule rule, String name) {
        rules.put(rule.id(), rule.named(name));
    }

    /** The device of a storage daemon. */
    public Optional<Device> device(int id) {
        Device changed = changedDevices.get(id);
        return changed != null
                ? Optional.of(changed)
                : removed.contains(id) ? Optional.empty() : Optional.ofNullable(devices.get(id));
    }

    /** The bucket of this name. */
    public Optional<Bucket> bucket(String name) {
        Integer id = ids().get(name);
        return id == null ? Optional.empty() : bucket(id);
    }

    private Optional<Bucket> bucket(int id) {
        Bucket changed = changedBuckets.get(id);
        return changed != null
                ? Optional.of(changed)
                : removed.contains(id) ? Optional.empty() : Optional.ofNullable(buckets.get(id));
    }

    /** The ids of the buckets by name, made when the first is looked up and kept in step from then on. */
    private Map<String, Integer> ids() {
        if (ids == null) {
            ids = new HashMap<>();
            for (Bucket bucket : allBuckets()) {
                ids.putIfAbsent(bucket.name(), bucket.id());
            }
        }
        return ids;
    }

    private Collection<Bucket> allBuckets() {
        SortedMap<Integer, Bucket> now = new TreeMap<>(buckets);
        now.putAll(changedBuckets);
        now.keySet().removeAll(removed);
        return now.values();
    }

    /** Whether anything is in a bucket. */
    public boolean isEmpty(Bucket bucket) {
        return allDevices().stream().noneMatch(d -> d.parent() == bucket.id())
                && allBuckets().stream().noneMatch(b -> b.parent() == bucket.id());
    }

    private Collection<Device> allDevices() {
        SortedMap<Integer, Device> now = new TreeMap<>(devices);
        now.putAll(changedDevices);
        now.keySet().removeAll(removed);
        return now.values();
    }

    /** Whether it is the root under which daemons are put that name no other. */
    public boolean isDefaultRoot(Bucket bucket) {
        return bucket.name().equals("default") && bucket.parent() == 0;
    }

    /** Takes an empty bucket out of the hierarchy. */
    public void remove(Bucket bucket) {
        changedBuckets.remove(bucket.id());
        ids().remove(bucket.name());
        if (buckets.containsKey(bucket.id())) {
            removed.add(bucket.id());
        }
    }

    /** Makes a bucket a root, with everything in it. */
    public void unlink(Bucket bucket) {
        changedBuckets.put(bucket.id(), bucket.in(0));
    }

    /** Makes a root of any type. */
    public Bucket add(String name, CrushType type) {
        int id = create(name, type);
        return Objects.requireNonNull(changedBuckets.get(id), "the bucket that was made");
    }

    /** Gives a bucket another name. */
    public void rename(Bucket bucket, String name) {
        ids().remove(bucket.name());
        changedBuckets.put(bucket.id(), new Bucket(bucket.id(), name, bucket.type(), bucket.parent()));
        ids().put(name, bucket.id());
    }

    /** Sets the class of a storage daemon's device; empty for none. */
    public void classify(Device device, String deviceClass) {
        changedDevices.put(device.id(), new Device(device.id(), device.parent(), device.weight(), deviceClass));
    }

    /** Puts a storage daemon into its location; missing buckets are made. */
    public void place(int id, CrushLocation location, String deviceClass) {
        int parent = attach(location, CrushType.OSD);
        removed.remove(id);
        changedDevices.put(id, new Device(id, parent, Crush.UNWEIGHED, deviceClass));
    }

    /** Sets the weight of a storage daemon. */
    public void weigh(int id, long weight) {
        device(id).ifPresent(d -> changedDevices.put(id, d.weighing(weight)));
    }

    /** Takes a storage daemon out of the hierarchy. */
    public void remove(int id) {
        if (device(id).isPresent()) {
            changedDevices.remove(id);
            removed.add(id);
        }
    }

    /**
     * Moves a storage daemon.
     *
     * @return false if it was there already
     * @throws IllegalArgumentException if the location is not possible
     */
    public boolean move(Device device, CrushLocation location) {
        int parent = attach(location, CrushType.OSD);
        if (parent == device.parent()) {
            return false;
        }
        changedDevices.put(device.id(), device.in(parent));
        return true;
    }

    /** Moves a bucket with everything in it; returns whether that changes anything. */
    public boolean move(Bucket bucket, CrushLocation location) {
        location.buckets().forEach((type, name) -> {
            if (type.compareTo(bucket.level()) <= 0) {
                throw new IllegalArgumentException(bucket.level().wireName() + " '" + bucket.name()
                        + "' cannot be moved into " + type.wireName() + " '" + name + "': that is not above it");
            }
        });
        int parent = attach(location, bucket.level());
        if (parent == bucket.parent()) {
            return false;
        }
        changedBuckets.put(bucket.id(), bucket.in(parent));
        return true;
    }

    /**
     * The id of the lowest bucket of a location; missing buckets are made. The lowest bucket that exists stays where it is:
     * the levels above it in the location are ignored, as in Ceph.
     */
    private int attach(CrushLocation location, CrushType below) {
        check(location);
        int lowest = 0;
        int last = 0;
        for (Map.Entry<CrushType, String> level : location.buckets().entrySet()) {
            if (level.getKey().compareTo(below) <= 0) {
                continue;
            }
            Optional<Bucket> there = bucket(level.getValue());
            int id = there.map(Bucket::id).orElseGet(() -> create(level.getValue(), level.getKey()));
            if (last != 0) {
                int above = id;
                bucket(last).ifPresent(b -> changedBuckets.put(b.id(), b.in(above)));
            }
            last = id;
            lowest = lowest == 0 ? id : lowest;
            if (there.isPresent()) {
                break;
            }
        }
        if (lowest == 0) {
            throw new IllegalArgumentException("location " + location + " names nothing above " + below.wireName());
        }
        return lowest;
    }

    /**
     * Checks that the buckets of a location can be made.
     *
     * @throws IllegalArgumentException if one of its names is that of a bucket of another type
     */
    public void check(CrushLocation location) {
        location.buckets().forEach((type, name) -> bucket(name).filter(b -> b.level() != type).ifPresent(other -> {
            throw new IllegalArgumentException("'" + name + "' is a " + other.level().wireName() + ", not a "
                    + type.wireName() + ": use another name");
        }));
    }

    private int create(String name, CrushType type) {
        int lowest = Math.min(buckets.isEmpty() ? 0 : buckets.firstKey(),
                changedBuckets.isEmpty() ? 0 : changedBuckets.firstKey());
        Bucket made = new Bucket(lowest - 1, name, type.number(), 0);
        changedBuckets.put(made.id(), made);
        ids().put(name, made.id());
        return made.id();
    }
}
