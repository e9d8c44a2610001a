package io.reeve.maps.osd;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The change from one epoch of the OSD map to the next. Made by {@link OsdMapDraft}.
 *
 * @param epoch        the epoch after the change
 * @param millis       the time of the change, in milliseconds since 1970
 * @param booted       storage daemons that came up
 * @param down         storage daemons that went down
 * @param weights      storage daemons that were marked in or out, or reweighted, in this order; one may be named again
 * @param removed      storage daemons that are no longer in the cluster
 * @param flags        the flags
 * @param pools        new and changed pools
 * @param poolsRemoved pools that are gone
 * @param poolMax      the highest id that a pool ever had
 * @param buckets      new and moved buckets
 * @param devices      new, moved and reweighted devices of the hierarchy
 * @param unplaced     buckets and devices that are no longer in the hierarchy
 * @param ratios       the ratios
 * @param destroyed    storage daemons that were destroyed
 * @param rules        all rules of the hierarchy
 */
public record OsdMapChange(long epoch, long millis, List<Boot> booted, List<Integer> down, List<Weight> weights,
        List<Integer> removed, Replacement<SortedSet<String>> flags, List<Pool> pools, List<Integer> poolsRemoved,
        Replacement<Integer> poolMax, List<Crush.Bucket> buckets, List<Crush.Device> devices, List<Integer> unplaced,
        Replacement<OsdMap.Ratios> ratios, List<Integer> destroyed,
        Replacement<List<CrushRule>> rules) {

    public OsdMapChange {
        booted = List.copyOf(booted);
        down = List.copyOf(down);
        weights = List.copyOf(weights);
        removed = List.copyOf(removed);
        pools = List.copyOf(pools);
        poolsRemoved = List.copyOf(poolsRemoved);
        buckets = List.copyOf(buckets);
        devices = List.copyOf(devices);
        unplaced = List.copyOf(unplaced);
        destroyed = List.copyOf(destroyed);
    }

    boolean isNothing() {
        return booted.isEmpty() && down.isEmpty() && weights.isEmpty() && removed.isEmpty()
                && flags instanceof Replacement.Unchanged && pools.isEmpty() && poolsRemoved.isEmpty()
                && poolMax instanceof Replacement.Unchanged && buckets.isEmpty() && devices.isEmpty()
                && unplaced.isEmpty() && ratios instanceof Replacement.Unchanged
                && destroyed.isEmpty() && rules instanceof Replacement.Unchanged;
    }

    /** A storage daemon that came up; the weight is that of a new one. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"id", "gid", "address", "weight"})
    public record Boot(int id, long gid, String address, int weight) {}

    /** A storage daemon's new weight; 0 is out. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"id", "weight"})
    public record Weight(int id, int weight) {}

    /**
     * The map after this change.
     *
     * @throws IllegalArgumentException if this is not the next epoch of that map
     */
    public OsdMap apply(OsdMap map) {
        if (epoch != map.epoch() + 1) {
            throw new IllegalArgumentException("change to epoch " + epoch + " does not follow epoch " + map.epoch());
        }
        SortedMap<Integer, Pool> newPools = new TreeMap<>(map.pools());
        newPools.keySet().removeAll(Set.copyOf(poolsRemoved));
        pools.forEach(p -> newPools.put(p.id(), p));
        int highest = pools.stream().mapToInt(Pool::id).reduce(poolMax.of(map.poolMax()), Math::max);
        return new OsdMap(epoch, map.fsid(), times(map), osds(map), new TreeSet<>(flags.of(map.flags())),
                newPools, highest, map.crush().apply(buckets, devices, unplaced, newRules()),
                ratios.of(map.ratios()));
    }

    private Optional<List<CrushRule>> newRules() {
        return switch (rules) {
            case Replacement.Unchanged<List<CrushRule>> _ -> Optional.empty();
            case Replacement.To<List<CrushRule>>(List<CrushRule> all) -> Optional.of(all);
        };
    }

    private OsdMap.Times times(OsdMap map) {
        OsdMap.Times before = map.times();
        boolean newIn = !weights.isEmpty() || booted.stream().anyMatch(b -> !map.osds().containsKey(b.id()));
        return new OsdMap.Times(map.epoch() == 0 ? millis : before.created(), millis,
                booted.isEmpty() && down.isEmpty() ? before.lastUp() : millis,
                newIn ? millis : before.lastIn());
    }

    private SortedMap<Integer, Osd> osds(OsdMap map) {
        if (booted.isEmpty() && down.isEmpty() && weights.isEmpty() && removed.isEmpty()
                && destroyed.isEmpty()) {
            return map.osds();
        }
        SortedMap<Integer, Osd> after = new TreeMap<>(map.osds());
        after.keySet().removeAll(Set.copyOf(removed));
        for (Boot boot : booted) {
            Osd before = after.get(boot.id());
            after.put(boot.id(), before == null
                    ? Osd.first(boot, epoch)
                    : before.booted(epoch, boot.gid(), boot.address()));
        }
        down.forEach(id -> after.computeIfPresent(id, (_, osd) -> osd.down(epoch, millis)));
        weights.forEach(w -> after.computeIfPresent(w.id(), (_, osd) -> osd.weighted(w.weight())));
        destroyed.forEach(id -> after.computeIfPresent(id, (_, osd) -> osd.gone()));
        return after;
    }
}
