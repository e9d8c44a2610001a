package io.reeve.maps.osd;

import io.reeve.cluster.daemon.GracePeriod;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushDraft;
import io.reeve.maps.crush.CrushLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides during one term of an active manager which storage daemons are up, from what is heard of them, and puts new
 * ones into the crush hierarchy. For one thread.
 */
public final class OsdMonitor {
    private final Map<Integer, String> problems = new HashMap<>();

    /**
     * What is known of a storage daemon that reports or did so in this term.
     *
     * @param heard       when it was last heard, and whether its session is open
     * @param location    as it reported it; may be empty
     * @param hostname    where it runs
     * @param deviceClass may be empty
     * @param capacity    in bytes; 0 while it is not known
     */
    public record Sighting(int id, long gid, String address, GracePeriod.Heard heard, String location, String hostname,
            String deviceClass, long capacity) {}

    /**
     * Changes the draft by what is seen now.
     *
     * @param patience with the daemons now
     * @param most     so many may come up at once; the others do the next time
     * @return what is wrong with what a daemon says, each once
     */
    public List<String> tick(OsdMapDraft draft, List<Sighting> seen, GracePeriod patience, int most) {
        int left = most;
        Map<Integer, Sighting> byId = new HashMap<>();
        List<String> said = new ArrayList<>();
        for (Sighting sighting : seen) {
            byId.put(sighting.id(), sighting);
            if (patience.isFresh(sighting.heard())) {
                left -= left > 0 && boot(draft, sighting) ? 1 : 0;
                place(draft, sighting, said);
            }
        }
        if (!draft.isSet("nodown")) {
            judge(draft, byId, patience);
        }
        return said;
    }

    private static boolean boot(OsdMapDraft draft, Sighting sighting) {
        Osd known = draft.before().osds().get(sighting.id());
        boolean same = draft.isUp(sighting.id()) && known != null && known.gid() == sighting.gid();
        if (same || draft.isSet("noup")) {
            return false;
        }
        draft.boot(sighting.id(), sighting.gid(), sighting.address());
        return true;
    }

    private void place(OsdMapDraft draft, Sighting sighting, List<String> said) {
        CrushDraft crush = draft.crush();
        if (!draft.exists(sighting.id())) {
            return;
        }
        if (crush.device(sighting.id()).isEmpty()) {
            crush.place(sighting.id(), location(crush, sighting, said), sighting.deviceClass());
        }
        if (sighting.capacity() > 0 && crush.device(sighting.id()).filter(d -> !d.isWeighed()).isPresent()) {
            crush.weigh(sighting.id(), Crush.weightOf(sighting.capacity()));
        }
    }

    private CrushLocation location(CrushDraft crush, Sighting sighting, List<String> said) {
        String wrong;
        try {
            CrushLocation location = CrushLocation.reported(sighting.location(), sighting.hostname());
            crush.check(location);
            return location;
        } catch (IllegalArgumentException e) {
            wrong = "osd." + sighting.id() + " reports location '" + sighting.location() + "': " + e.getMessage()
                    + "; it is put below its host";
        }
        if (!wrong.equals(problems.put(sighting.id(), wrong))) {
            said.add(wrong);
        }
        CrushLocation plain = CrushLocation.reported("", sighting.hostname());
        try {
            crush.check(plain);
            return plain;
        } catch (IllegalArgumentException e) { // even its host's name is that of something else
            return CrushLocation.parse(List.of("root=default"));
        }
    }

    private static void judge(OsdMapDraft draft, Map<Integer, Sighting> seen, GracePeriod patience) {
        for (Osd osd : draft.before().osds().values()) {
            if (osd.up() && draft.isUp(osd.id())) {
                Sighting sighting = seen.get(osd.id());
                if (patience.isGone(sighting == null ? null : sighting.heard())) {
                    draft.down(osd.id());
                }
            }
        }
    }
}
