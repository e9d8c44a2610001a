package io.reeve.agent;

import io.reeve.report.protocol.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The limits of a report, as applied to what a source gives: what is over a limit is left out, and the rest is reported. */
final class ReportLimits {
    private ReportLimits() {}

    /** The reading without what no manager takes. Each omission is logged once. */
    static Reading within(Reading reading, Complaints complaints) {
        return new Reading(texts("metadata", reading.metadata(), complaints),
                texts("status", reading.status(), complaints), reading.values(), groups(reading.groups(), complaints));
    }

    private static Map<String, String> texts(String what, Map<String, String> all, Complaints complaints) {
        Map<String, String> taken = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        new TreeMap<>(all).forEach((key, value) -> {
            if (key.length() > Limits.LONGEST_KEY || value.length() > Limits.LONGEST_TEXT
                    || taken.size() == Limits.MOST_TEXTS) {
                left.add(key);
            } else {
                taken.put(key, value);
            }
        });
        if (left.isEmpty()) {
            complaints.solved(what);
        } else {
            String first = left.getFirst();
            complaints.tell(what, left.size() + " entries of its " + what + " are not reported, the first is '"
                    + first.substring(0, Math.min(64, first.length())) + "': at most " + Limits.MOST_TEXTS
                    + " are, with keys of " + Limits.LONGEST_KEY + " and values of " + Limits.LONGEST_TEXT
                    + " characters", null);
        }
        return left.isEmpty() ? all : taken;
    }

    private static List<Reading.Group> groups(List<Reading.Group> all, Complaints complaints) {
        if (all.size() <= Limits.MOST_GROUPS) {
            complaints.solved("groups");
            return all;
        }
        complaints.tell("groups", (all.size() - Limits.MOST_GROUPS) + " of its " + all.size()
                + " placement groups are not reported: a daemon reports at most " + Limits.MOST_GROUPS
                + "; spread the folders over more storage daemons", null);
        return all.subList(0, Limits.MOST_GROUPS);
    }
}
