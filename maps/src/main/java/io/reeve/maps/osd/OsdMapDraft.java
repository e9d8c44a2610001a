package io.reeve.maps.osd;

import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushRule;

import java.util.ArrayList;
import java.util.Collection;
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
 * The next epoch of an OSD map while it is being made. All requests of one round become one change; each sees the changes
 * before it, and the result is the same as if each had an epoch of its own. Not thread-safe.
 */
public final class OsdMapDraft {
    private final OsdMap base;
    private final long epoch;
    private final long millis;
    private final Map<Integer, OsdMapChange.Boot> booted = new LinkedHashMap<>();
    private final SortedSet<Integer> down = new TreeSet<>();
    private final List<OsdMapChange.Weight> weights = new ArrayList<>();
    private final SortedSet<Integer> removed = new TreeSet<>();
    private final SortedSet<Integer> destroyed = new TreeSet<>();
    private final SortedSet<String> flags;
    private final SortedMap<Integer, Pool> pools = new TreeMap<>();
    private final SortedSet<Integer> poolsRemoved = new TreeSet<>();
    private final CrushDraft crush;
    private int poolMax;
    private OsdMap.Ratios ratios;

    /** @param millis now, in milliseconds since 1970 */
    public OsdMapDraft(OsdMap base, long millis) {
        this.base = base;
        this.epoch = base.epoch() + 1;
        this.millis = millis;
        this.flags = new TreeSet<>(base.flags());
        this.crush = new CrushDraft(base.crush());
        this.poolMax = base.poolMax();
        this.ratios = base.ratios();
    }

    /** The map that is being changed. */
    public OsdMap before() {
        return base;
    }

    /** Whether a flag is set now. */
    public boolean isSet(String flag) {
        return flags.contains(flag);
    }

    /** The draft of the crush hierarchy. */
    public CrushDraft crush() {
        return crush;
    }

    /** Whether the map has this storage daemon. */
    public boolean exists(int id) {
        return booted.containsKey(id) || (base.osds().containsKey(id) && !removed.contains(id));
    }

    /** The numbers of all storage daemons. */
    public SortedSet<Integer> ids() {
        SortedSet<Integer> ids = new TreeSet<>(base.osds().keySet());
        ids.removeAll(removed);
        ids.addAll(booted.keySet());
        return ids;
    }

    /** Whether it is up. */
    public boolean isUp(int id) {
        Osd osd = base.osds().get(id);
        return !down.contains(id)
                && (booted.containsKey(id) || (osd != null && osd.up() && !removed.contains(id)));
    }

    /** Its weight; 0 if it is out or not there. */
    public int weight(int id) {
        Osd osd = weighed(id);
        return osd == null ? 0 : osd.weight();
    }

    /** The weight that it had before it was marked out; 0 if it never was. */
    public int oldWeight(int id) {
        Osd osd = weighed(id);
        return osd == null ? 0 : osd.oldWeight();
    }

    /** A storage daemon with its weights of now; of the rest as it was. */
    private @Nullable Osd weighed(int id) {
        OsdMapChange.Boot boot = booted.get(id);
        Osd osd = removed.contains(id) ? null : base.osds().get(id);
        if (osd == null && boot != null) {
            osd = Osd.first(boot, epoch);
        }
        for (OsdMapChange.Weight weight : weights) {
            osd = osd != null && weight.id() == id ? osd.weighted(weight.weight()) : osd;
        }
        return osd;
    }

    /** Marks a storage daemon up; a new one is in, unless {@code noin} is set. */
    public void boot(int id, long gid, String address) {
        OsdMapChange.Boot before = booted.get(id);
        int weight = before != null ? before.weight() : flags.contains("noin") ? 0 : Osd.IN;
        down.remove(id);
        destroyed.remove(id);
        booted.put(id, new OsdMapChange.Boot(id, gid, address, weight));
    }

    /** Marks a storage daemon down. */
    public void down(int id) {
        if (isUp(id)) {
            down.add(id);
        }
    }

    /** Whether it is destroyed: gone for good, with its place kept for another one. */
    public boolean isDestroyed(int id) {
        Osd osd = base.osds().get(id);
        return destroyed.contains(id)
                || (osd != null && osd.destroyed() && !removed.contains(id) && !booted.containsKey(id));
    }

    /** Marks a storage daemon that is down destroyed, until another process reports under its number. */
    public void destroy(int id) {
        if (exists(id) && !isUp(id) && !isDestroyed(id)) {
            destroyed.add(id);
        }
    }

    /** Sets its weight: 0 is out, {@link Osd#IN} is in. */
    public void weigh(int id, int weight) {
        if (exists(id) && weight(id) != weight) {
            weights.add(new OsdMapChange.Weight(id, weight));
        }
    }

    /** Removes a storage daemon from the cluster. */
    public void remove(int id) {
        forget(id);
        crush.remove(id);
    }

    /** Removes a storage daemon from the map; it stays in the hierarchy. */
    public void forget(int id) {
        booted.remove(id);
        down.remove(id);
        destroyed.remove(id);
        weights.removeIf(w -> w.id() == id);
        if (base.osds().containsKey(id)) {
            removed.add(id);
        }
    }

    /** Sets or unsets a flag; true if that changed anything. */
    public boolean flag(String flag, boolean set) {
        return set ? flags.add(flag) : flags.remove(flag);
    }

    /** The thresholds for full storage daemons now. */
    public OsdMap.Ratios ratios() {
        return ratios;
    }

    /** Sets the thresholds for full storage daemons. */
    public void ratios(OsdMap.Ratios changed) {
        ratios = changed;
    }

    /** The pool of this name. */
    public Optional<Pool> pool(String name) {
        return allPools().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The pools of now. */
    Collection<Pool> allPools() {
        SortedMap<Integer, Pool> now = new TreeMap<>(base.pools());
        now.keySet().removeAll(poolsRemoved);
        now.putAll(pools);
        return now.values();
    }

    /** Adds a pool, with the next id and the first rule. */
    public Pool createPool(String name, int size, int pgNum) {
        Pool pool = new Pool(poolMax + 1, name, size, Math.max(1, size - size / 2), pgNum, millis, epoch,
                new TreeMap<>(), Pool.Quota.NONE, CrushRule.FIRST);
        poolMax = pool.id();
        pools.put(pool.id(), pool);
        return pool;
    }

    /** Replaces a pool. */
    public void change(Pool pool) {
        pools.put(pool.id(), pool.at(epoch));
    }

    /** Removes a pool. */
    public void removePool(int id) {
        pools.remove(id);
        if (base.pools().containsKey(id)) {
            poolsRemoved.add(id);
        }
    }

    /** The change that the draft makes; empty if it changes nothing. */
    public Optional<OsdMapChange> change() {
        Replacement<List<CrushRule>> rules = Replacement.between(List.copyOf(base.crush().rules().values()),
                crush.rules());
        // A manager of a version that knows of no destroyed ones, or of no rules, must not take such a change for that of
        // the last flag.
        Replacement<SortedSet<String>> flagged = destroyed.isEmpty() && rules instanceof Replacement.Unchanged
                ? Replacement.between(base.flags(), new TreeSet<>(flags))
                : new Replacement.To<>(new TreeSet<>(flags));
        OsdMapChange change = new OsdMapChange(epoch, millis, List.copyOf(booted.values()), List.copyOf(down), weights,
                List.copyOf(removed), flagged,
                List.copyOf(pools.values()), List.copyOf(poolsRemoved), Replacement.between(base.poolMax(), poolMax),
                crush.buckets(), crush.devices(), crush.removed(), Replacement.between(base.ratios(), ratios),
                List.copyOf(destroyed), rules);
        return change.isNothing() ? Optional.empty() : Optional.of(change);
    }
}
