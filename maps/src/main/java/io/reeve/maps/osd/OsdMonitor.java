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
 * The judge of which storage daemons are up, from the contacts with them; it also puts new ones into the crush hierarchy.
 * Made anew at each activation. Not thread-safe.
 */
public final class OsdMonitor {
    private final Map<Integer, String> problems = new HashMap<>();

    /**
     * An observed storage daemon: one that has reported since this manager became active.
     *
     * @param heard       the last contact with it
     * @param location    as it reported it; may be empty
     * @param hostname    the host that it runs on
     * @param deviceClass may be empty
     * @param capacity    in bytes; 0 while it is not known
     */
    public record ObservedOsd(int id, long gid, String address, GracePeriod.LastContact heard, String location,
            String hostname,
            String deviceClass, long capacity) {}

    /**
     * Changes the draft according to the observed daemons.
     *
     * @param grace how long daemons may be silent now
     * @param most  the largest number of daemons that may come up at once; the others follow in the next call
     * @return problems with what daemons report; each is returned only once
     */
    public List<String> tick(OsdMapDraft draft, List<ObservedOsd> seen, GracePeriod grace, int most) {
        int left = most;
        Map<Integer, ObservedOsd> byId = new HashMap<>();
        List<String> said = new ArrayList<>();
        for (ObservedOsd osd : seen) {
            byId.put(osd.id(), osd);
            if (grace.isFresh(osd.heard())) {
                left -= left > 0 && boot(draft, osd) ? 1 : 0;
                place(draft, osd, said);
            }
        }
        if (!draft.isSet("nodown")) {
            judge(draft, byId, grace);
        }
        return said;
    }

    private static boolean boot(OsdMapDraft draft, ObservedOsd osd) {
        Osd known = draft.before().osds().get(osd.id());
        boolean same = draft.isUp(osd.id()) && known != null && known.gid() == osd.gid();
        boolean over = draft.isDestroyed(osd.id()) && known != null && known.gid() == osd.gid();
        if (same || over || draft.isSet("noup")) {
            return false;
        }
        draft.boot(osd.id(), osd.gid(), osd.address());
        return true;
    }

    private void place(OsdMapDraft draft, ObservedOsd osd, List<String> said) {
        CrushDraft crush = draft.crush();
        if (!draft.exists(osd.id())) {
            return;
        }
        if (crush.device(osd.id()).isEmpty()) {
            crush.place(osd.id(), location(crush, osd, said), osd.deviceClass());
        }
        if (osd.capacity() > 0 && crush.device(osd.id()).filter(d -> !d.isWeighed()).isPresent()) {
            crush.weigh(osd.id(), Crush.weightOf(osd.capacity()));
        }
    }

    private CrushLocation location(CrushDraft crush, ObservedOsd osd, List<String> said) {
        String wrong;
        try {
            CrushLocation location = CrushLocation.reported(osd.location(), osd.hostname());
            crush.check(location);
            return location;
        } catch (IllegalArgumentException e) {
            wrong = "osd." + osd.id() + " reports location '" + osd.location() + "': " + e.getMessage()
                    + "; it is put below its host";
        }
        if (!wrong.equals(problems.put(osd.id(), wrong))) {
            said.add(wrong);
        }
        CrushLocation plain = CrushLocation.reported("", osd.hostname());
        try {
            crush.check(plain);
            return plain;
        } catch (IllegalArgumentException e) { // the name of its host is that of another bucket, too
            return CrushLocation.parse(List.of("root=default"));
        }
    }

    private static void judge(OsdMapDraft draft, Map<Integer, ObservedOsd> seen, GracePeriod grace) {
        for (Osd osd : draft.before().osds().values()) {
            if (osd.up() && draft.isUp(osd.id())) {
                ObservedOsd observed = seen.get(osd.id());
                if (grace.isGone(observed == null ? null : observed.heard())) {
                    draft.down(osd.id());
                }
            }
        }
    }
}
