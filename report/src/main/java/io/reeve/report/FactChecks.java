package io.reeve.report;

import io.reeve.report.protocol.FilesystemRole;
import io.reeve.report.protocol.HealthMetric;
import io.reeve.report.protocol.Identity;
import io.reeve.report.protocol.Limits;
import io.reeve.report.protocol.PlacementGroup;
import io.reeve.report.protocol.WireText;
import java.util.List;
import java.util.regex.Pattern;

/** The checks of what a daemon tells of itself: a manager would end the session for what they refuse. */
final class FactChecks {
    private static final Pattern PGID = Pattern.compile("(0|[1-9][0-9]{0,9})\\.(0|[1-9a-f][0-9a-f]{0,7})");

    private FactChecks() {}

    static List<HealthMetric> health(List<HealthMetric> all) {
        if (all.size() > Limits.MOST_HEALTH) {
            throw new IllegalArgumentException(all.size() + " health metrics; a daemon reports at most "
                    + Limits.MOST_HEALTH);
        }
        all.forEach(metric -> {
            name("the type of a health metric", metric.type(), Limits.LONGEST_WORD);
            number("the count of " + metric.type(), metric.count());
            number("the oldest of " + metric.type(), metric.oldest());
        });
        return List.copyOf(all);
    }

    static List<PlacementGroup> groups(List<PlacementGroup> all) {
        if (all.size() > Limits.MOST_GROUPS) {
            throw new IllegalArgumentException(all.size() + " placement groups; a daemon reports at most "
                    + Limits.MOST_GROUPS);
        }
        all.forEach(group -> {
            pgid(group.pgid());
            name("the state of placement group " + group.pgid(), group.state(), Limits.LONGEST_NAME);
            number("the objects of placement group " + group.pgid(), group.objects());
            number("the bytes of placement group " + group.pgid(), group.bytes());
        });
        return List.copyOf(all);
    }

    static FilesystemRole role(FilesystemRole role) {
        name("the file system of an mds", role.filesystem(), Limits.LONGEST_NAME);
        name("the state of an mds", role.state(), Limits.LONGEST_WORD);
        if (role.rank() < -1 || role.rank() > Limits.HIGHEST_RANK) {
            throw new IllegalArgumentException("the rank of an mds is " + role.rank() + "; it is 0 to "
                    + Limits.HIGHEST_RANK + ", or -1 for a standby");
        }
        return role;
    }

    private static void pgid(String id) {
        if (!PGID.matcher(id).matches() || Long.parseLong(id.substring(0, id.indexOf('.'))) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "'" + WireText.printable(id, 64) + "' is not the id of a placement group; it is"
                            + " POOL.NUMBER, the pool up to 2147483647, the number in hexadecimal up to ffffffff");
        }
    }

    private static void name(String what, String text, int most) {
        if (text.length() > most || !WireText.isName(text)) {
            throw new IllegalArgumentException(
                    what + " is '" + WireText.printable(text, 64) + "'; it has at most " + most
                            + " characters, and no control or format characters");
        }
    }

    private static void number(String what, long number) {
        if (number < 0 || number >= Identity.NUMBER_LIMIT) {
            throw new IllegalArgumentException(what + " is " + number + "; it is 0 to " + (Identity.NUMBER_LIMIT - 1));
        }
    }
}
