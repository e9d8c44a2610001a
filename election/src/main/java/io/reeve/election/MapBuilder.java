package io.reeve.election;

import io.reeve.api.cluster.MgrMap;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The builder of MgrMaps from listings. Epochs never go back. Confined to one thread. */
final class MapBuilder {
    private final String cluster;
    private final String fsid;
    private final InstantSource clock;
    private MgrMap last;

    MapBuilder(String cluster, String fsid, InstantSource clock) {
        this.cluster = cluster;
        this.fsid = fsid;
        this.clock = clock;
        last = new MgrMap(cluster, fsid, 0, false, null, clock.instant(), List.of(), List.of());
    }

    /** The last map built. */
    MgrMap last() {
        return last;
    }

    /** The map of a listing; empty if it equals the last one or is of an older epoch. */
    Optional<MgrMap> build(ClusterNodes listing) {
        boolean foreign = listing.root() != null && !listing.root().fsid().equals(fsid);
        if (foreign || listing.epoch() == null || listing.epochNumber() < last.epoch()) {
            return Optional.empty();
        }
        MgrMap.Active active = active(listing);
        List<MgrMap.Manager> standbys = listing.managers()
                .values()
                .stream()
                .map(ClusterNodes.Registered::manager)
                .filter(manager -> manager != null && (active == null || manager.gid() != active.manager().gid()))
                .sorted(Comparator.comparing(MgrMap.Manager::name))
                .toList();
        List<String> modules = listing.modules() == null ? last.modules() : listing.modules();
        var map = new MgrMap(cluster, fsid, listing.epochNumber(), listing.down(), active, since(listing, active),
                standbys,
                modules);
        if (map.equals(last)) {
            return Optional.empty();
        }
        last = map;
        return Optional.of(map);
    }

    private MgrMap.@Nullable Active active(ClusterNodes listing) {
        NodeContent.Active content = listing.activeNow();
        if (content == null || !(listing.isActiveRegistered() || wasActive(content))) {
            return null;
        }
        ClusterNodes.Registered registered = listing.managers().get(content.name());
        MgrMap.Manager full = registered == null ? null : registered.manager();
        MgrMap.Manager manager = full != null && full.gid() == content.gid() ? full : content.manager();
        return new MgrMap.Active(manager, content.epoch(), Instant.parse(content.since()), content.state()
                .equals(
                        NodeContent.Active.AVAILABLE),
                content.services());
    }

    /** Whether it was known as active before: its manager may only be registering again. */
    private boolean wasActive(NodeContent.Active content) {
        MgrMap.Active before = last.active();
        return before != null && before.epoch() == content.epoch() && before.manager().gid() == content.gid();
    }

    private Instant since(ClusterNodes listing, MgrMap.@Nullable Active active) {
        if (active != null) {
            return active.since();
        }
        if (last.active() == null && last.epoch() == listing.epochNumber()) {
            return last.since();
        }
        String raised = listing.epoch() == null ? null : listing.epoch().since();
        if (last.epoch() != listing.epochNumber() && raised != null) {
            try {
                return Instant.parse(raised);
            } catch (DateTimeParseException e) {
                return clock.instant();
            }
        }
        return clock.instant();
    }
}
