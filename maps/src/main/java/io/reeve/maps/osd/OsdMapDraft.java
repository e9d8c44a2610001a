package io.reeve.maps.osd;

import io.reeve.maps.crush.CrushDraft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The next epoch of an OSD map while it is made: what several asked for in one tick becomes one change. Each method sees
 * what those before it did. For one thread.
 */
public final class OsdMapDraft {
    private final OsdMap base;
    private final long epoch;
    private final long millis;
    private final Map<Integer, OsdMapChange.Boot> booted = new LinkedHashMap<>();
    private final SortedSet<Integer> down = new TreeSet<>();
    private final SortedMap<Integer, Integer> weights = new TreeMap<>();
    private final SortedSet<Integer> removed = new TreeSet<>();
    private final SortedSet<String> flags;
    private final SortedMap<Integer, Pool> pools = new TreeMap<>();
    private final SortedSet<Integer> poolsRemoved = new TreeSet<>();
    private final CrushDraft crush;
    private OsdMap.@Nullable Ratios ratios;

    /** @param millis now, in milliseconds since 1970 */
    public OsdMapDraft(OsdMap base, long millis) {
        this.base = base;
        this.epoch = base.epoch() + 1;
        this.millis = millis;
        this.flags = new TreeSet<>(base.flags());
        this.crush = new CrushDraft(base.crush());
    }

    /** The map that this changes. */
    public OsdMap before() {
        return base;
    }

    /** Whether a flag is set now. */
    public boolean isSet(String flag) {
        return flags.contains(flag);
    }

    /** The hierarchy, to be changed. */
    public CrushDraft crush() {
        return crush;
    }

    /** Whether there is such a storage daemon. */
    public boolean exists(int id) {
        return booted.containsKey(id) || (base.osds().containsKey(id) && !removed.contains(id));
    }

    /** Whether it is up. */
    public boolean isUp(int id) {
        Osd osd = base.osds().get(id);
        return booted.containsKey(id) || (osd != null && osd.up() && !down.contains(id) && !removed.contains(id));
    }

    /** Its weight; 0 if it is out or not there. */
    public int weight(int id) {
        Integer changed = weights.get(id);
        OsdMapChange.Boot boot = booted.get(id);
        Osd osd = base.osds().get(id);
        return changed != null
                ? changed
                : osd != null && !removed.contains(id)
                        ? osd.weight()
                        : boot != null ? boot.weight() : 0;
    }

    /** It came up; a new one is in, unless {@code noin} is set. */
    public void boot(int id, long gid, String address) {
        removed.remove(id);
        down.remove(id);
        booted.put(id, new OsdMapChange.Boot(id, gid, address, flags.contains("noin") ? 0 : Osd.IN));
    }

    /** It went down. */
    public void down(int id) {
        if (isUp(id)) {
            booted.remove(id);
            down.add(id);
        }
    }

    /** Its share: 0 is out, {@link Osd#IN} is in. */
    public void weigh(int id, int weight) {
        if (exists(id) && weight(id) != weight) {
            weights.put(id, weight);
        }
    }

    /** It is no longer part of the cluster. */
    public void remove(int id) {
        booted.remove(id);
        down.remove(id);
        weights.remove(id);
        removed.add(id);
        crush.remove(id);
    }

    /** Sets or unsets a flag; whether that changed anything. */
    public boolean flag(String flag, boolean set) {
        return set ? flags.add(flag) : flags.remove(flag);
    }

    /** Changes how full is too full. */
    public void ratios(OsdMap.Ratios changed) {
        ratios = changed;
    }

    /** The pool of this name. */
    public Optional<Pool> pool(String name) {
        SortedMap<Integer, Pool> now = new TreeMap<>(base.pools());
        now.keySet().removeAll(poolsRemoved);
        now.putAll(pools);
        return now.values().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** A new pool, with the next id. */
    public Pool createPool(String name, int size, int pgNum) {
        int id = 1 + Math.max(base.poolMax(), pools.isEmpty() ? 0 : pools.lastKey());
        Pool pool = new Pool(id, name, size, Math.max(1, size - size / 2), pgNum, millis, epoch, new TreeMap<>());
        pools.put(id, pool);
        return pool;
    }

    /** Replaces a pool. */
    public void change(Pool pool) {
        pools.put(pool.id(), pool.at(epoch));
    }

    /** The pool goes. */
    public void removePool(int id) {
        pools.remove(id);
        poolsRemoved.add(id);
    }

    /** What all this changes; empty if nothing. */
    public Optional<OsdMapChange> change() {
        boolean sameFlags = flags.equals(base.flags());
        if (booted.isEmpty() && down.isEmpty() && weights.isEmpty() && removed.isEmpty() && sameFlags
                && pools.isEmpty() && poolsRemoved.isEmpty() && crush.isUnchanged() && ratios == null) {
            return Optional.empty();
        }
        List<OsdMapChange.Weight> newWeights = new ArrayList<>();
        weights.forEach((id, weight) -> newWeights.add(new OsdMapChange.Weight(id, weight)));
        return Optional.of(new OsdMapChange(epoch, millis, List.copyOf(booted.values()), List.copyOf(down), newWeights,
                List.copyOf(removed), sameFlags ? null : new TreeSet<>(flags), List.copyOf(pools.values()),
                List.copyOf(poolsRemoved), crush.buckets(), crush.devices(), crush.removed(), ratios));
    }
}
