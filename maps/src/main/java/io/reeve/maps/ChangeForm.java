package io.reeve.maps;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapChange;
import io.reeve.maps.osd.Pool;
import io.reeve.maps.osd.Replacement;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a change of the OSD map. A list of what is new or gone is left out if it is empty, which means the same;
 * a value that may be replaced is left out only if it is unchanged, and written as it is otherwise, empty or not.
 *
 * <p>Version 0.1 left out the flags when no flag was set any more, and read that as no change; a change of nothing is what it
 * stored when the last flag was unset. It reads what is written here as it is meant, and ignores {@code poolMax}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeForm(long epoch, long millis, @Nullable List<OsdMapChange.Boot> booted, @Nullable List<Integer> down,
        @Nullable List<OsdMapChange.Weight> weights, @Nullable List<Integer> removed, @Nullable SortedSet<String> flags,
        @Nullable List<Pool> pools, @Nullable List<Integer> poolsRemoved, @Nullable Integer poolMax,
        @Nullable List<Crush.Bucket> buckets, @Nullable List<Crush.Device> devices, @Nullable List<Integer> unplaced,
        OsdMap.@Nullable Ratios ratios, @Nullable List<Integer> destroyed,
        @Nullable List<CrushRule> rules) {

    static ChangeForm of(OsdMapChange change) {
        return new ChangeForm(change.epoch(), change.millis(), some(change.booted()), some(change.down()),
                some(change.weights()), some(change.removed()), written(change.flags()), some(change.pools()),
                some(change.poolsRemoved()), written(change.poolMax()), some(change.buckets()), some(change.devices()),
                some(change.unplaced()), written(change.ratios()), some(change.destroyed()), written(change.rules()));
    }

    OsdMapChange change() {
        return new OsdMapChange(epoch, millis, all(booted), all(down), all(weights), all(removed),
                isNothing() ? new Replacement.To<>(new TreeSet<>()) : read(flags), all(pools), all(poolsRemoved),
                read(poolMax), all(buckets), all(devices), all(unplaced), read(ratios), all(destroyed), read(rules));
    }

    private boolean isNothing() {
        return booted == null && down == null && weights == null && removed == null && flags == null && pools == null
                && poolsRemoved == null && poolMax == null && buckets == null && devices == null && unplaced == null
                && ratios == null && destroyed == null && rules == null;
    }

    private static <T> @Nullable List<T> some(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static <T> List<T> all(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> @Nullable T written(Replacement<T> value) {
        return switch (value) {
            case Replacement.Unchanged<T> _ -> null;
            case Replacement.To<T>(T now) -> now;
        };
    }

    private static <T> Replacement<T> read(@Nullable T value) {
        return value == null ? new Replacement.Unchanged<>() : new Replacement.To<>(value);
    }
}
