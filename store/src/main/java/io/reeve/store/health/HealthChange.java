package io.reeve.store.health;

import io.reeve.api.HealthCheck;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The difference between two sets of health checks, by code; the checks of all owners are taken together.
 *
 * @param appeared codes that no owner had raised before
 * @param changed  codes whose severity, text, count or owners have changed
 * @param gone     codes that no owner raises any more, with their last checks
 */
public record HealthChange(SortedMap<String, List<HealthCheck>> appeared, SortedMap<String, List<HealthCheck>> changed,
        SortedMap<String, List<HealthCheck>> gone) {
    static HealthChange between(Map<String, List<HealthCheck>> before, Map<String, List<HealthCheck>> after) {
        Map<String, List<HealthCheck>> old = byCode(before.values());
        Map<String, List<HealthCheck>> now = byCode(after.values());
        Set<String> both = new TreeSet<>(old.keySet());
        both.retainAll(now.keySet());
        both.removeIf(code -> old.getOrDefault(code, List.of()).equals(now.get(code)));
        return new HealthChange(without(now, old.keySet()), only(now, both), without(old, now.keySet()));
    }

    /** Whether nothing changed. */
    public boolean isEmpty() {
        return appeared.isEmpty() && changed.isEmpty() && gone.isEmpty();
    }

    private static Map<String, List<HealthCheck>> byCode(Collection<List<HealthCheck>> owners) {
        return owners.stream().flatMap(List::stream).collect(Collectors.groupingBy(HealthCheck::code));
    }

    private static SortedMap<String, List<HealthCheck>> only(Map<String, List<HealthCheck>> checks, Set<String> codes) {
        SortedMap<String, List<HealthCheck>> some = new TreeMap<>(checks);
        some.keySet().retainAll(codes);
        return some;
    }

    private static SortedMap<String, List<HealthCheck>> without(Map<String, List<HealthCheck>> checks,
            Set<String> codes) {
        SortedMap<String, List<HealthCheck>> some = new TreeMap<>(checks);
        some.keySet().removeAll(codes);
        return some;
    }
}
