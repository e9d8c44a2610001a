package io.reeve.maps.fs;

import io.reeve.cluster.daemon.GracePeriod;

import io.reeve.maps.fs.FsMap.Filesystem;
import io.reeve.maps.fs.FsMap.Mds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The maker of the next file system map, from what the metadata servers report. */
public final class FsMonitor {
    private FsMonitor() {}

    /**
     * An observed metadata server.
     *
     * @param heard      the last contact with it
     * @param filesystem the name that it reported; empty for a standby
     * @param rank       -1 for a standby
     */
    public record ObservedMds(String name, long gid, String address, GracePeriod.LastContact heard, String filesystem,
            int rank,
            String state) {}

    /** The next map; empty if nothing changed. */
    public static Optional<FsMap> next(FsMap map, List<ObservedMds> seen, GracePeriod grace, long millis) {
        return next(map, map.filesystems(), seen, grace, millis);
    }

    /**
     * The next map.
     *
     * @param changed the file systems as commands have changed them; servers of those that are failed are left out
     */
    public static Optional<FsMap> next(FsMap map, List<Filesystem> changed, List<ObservedMds> seen, GracePeriod grace,
            long millis) {
        long epoch = map.epoch() + 1;
        Set<String> failed = changed.stream()
                .filter(Filesystem::failed)
                .map(Filesystem::name)
                .collect(
                        Collectors.toSet());
        Set<Integer> serving = changed.stream()
                .filter(f -> !f.failed())
                .map(Filesystem::id)
                .collect(
                        Collectors.toSet());
        SortedMap<Long, Mds> servers = new TreeMap<>();
        Map<String, ObservedMds> byName = new HashMap<>();
        seen.forEach(s -> byName.put(s.name(), s));
        for (Mds known : map.mds()) {
            ObservedMds mds = byName.get(known.name());
            boolean replaced = mds != null && mds.gid() != known.gid();
            if (!replaced && !grace.isGone(mds == null ? null : mds.heard())
                    && (known.rank() < 0 || serving.contains(known.filesystem()))) {
                servers.put(known.gid(), known);
            }
        }
        List<Filesystem> filesystems = new ArrayList<>(changed);
        for (ObservedMds mds : seen) {
            if (grace.isFresh(mds.heard()) && failed.contains(mds.filesystem())) {
                servers.remove(mds.gid());
            } else if (grace.isFresh(mds.heard())) {
                int id = filesystem(filesystems, mds.filesystem(), millis);
                Mds now = new Mds(mds.gid(), mds.name(), mds.address(), id, id == 0
                        ? -1
                        : mds.rank(), mds.state(), epoch);
                servers.merge(now.gid(), now, (earlier, later) -> earlier.sameAs(later) ? earlier : later);
            }
        }
        List<Mds> after = List.copyOf(servers.values());
        filesystems.replaceAll(f -> f.withRanks(ranks(f, after)));
        return after.equals(map.mds()) && filesystems.equals(map.filesystems())
                ? Optional.empty()
                : Optional.of(new FsMap(epoch, touched(map, filesystems, after, epoch, millis), after));
    }

    private static int filesystem(List<Filesystem> all, String name, long millis) {
        if (name.isEmpty()) {
            return 0;
        }
        for (Filesystem one : all) {
            if (one.name().equals(name)) {
                return one.id();
            }
        }
        int id = 1 + all.stream().mapToInt(Filesystem::id).max().orElse(0);
        all.add(new Filesystem(id, name, millis, millis, 0, 0, 0, false));
        return id;
    }

    private static int ranks(Filesystem filesystem, List<Mds> servers) {
        return servers.stream()
                .filter(m -> m.filesystem() == filesystem.id())
                .mapToInt(m -> m.rank() + 1)
                .reduce(filesystem.ranks(), Math::max);
    }

    private static List<Filesystem> touched(FsMap before, List<Filesystem> all, List<Mds> after, long epoch,
            long millis) {
        Set<Mds> different = new HashSet<>(before.mds());
        Set<Mds> now = new HashSet<>(after);
        Set<Mds> same = new HashSet<>(different);
        same.retainAll(now);
        different.addAll(now);
        different.removeAll(same);
        return all.stream()
                .map(f -> !before.filesystems().contains(f)
                        || different.stream().anyMatch(m -> m.filesystem() == f.id())
                                ? f.touched(millis, epoch)
                                : f)
                .toList();
    }
}
