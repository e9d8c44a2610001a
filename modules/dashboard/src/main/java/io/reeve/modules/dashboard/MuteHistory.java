package io.reeve.modules.dashboard;

import io.reeve.api.command.Data;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The history of muted health checks: who muted what, and when and why each mute ended. It compares what it knows with what is
 * muted now, so that it also notices what happened while no manager was active; who it was comes from the audit log. The oldest
 * mutes that have ended go when there are too many. Called from the thread that serves, apart from {@link #section}.
 */
final class MuteHistory {
    /** The number of times that the audit log is read for the line about a change, which it has a moment later. */
    private static final int PATIENCE = 5;

    /** The largest text to store, in bytes; a config-key takes 64 KiB. */
    private static final int MAX_BYTES = 60_000;

    private final int most;
    private volatile List<Mute> mutes;
    private int looks;
    private long firstLook;

    /**
     * One mute.
     *
     * @param from   when it began, in milliseconds since 1970
     * @param by     who asked for it; empty if that is not known
     * @param until  when it is to end, in milliseconds since 1970; 0 for never
     * @param end    when it ended, in milliseconds since 1970; 0 while it lasts
     * @param ending why it ended; empty while it lasts
     */
    private record Mute(String code, long from, String by, long until, boolean sticky, long end, String ending) {
        Mute ended(long at, String why) {
            return new Mute(code, from, by, until, sticky, Math.max(from, at), why);
        }

        boolean isSame(Mute other) {
            return code.equals(other.code) && until == other.until && sticky == other.sticky;
        }

        String line() {
            return String.join("\t", code, Long.toString(from), by, Long.toString(until), Boolean.toString(sticky),
                    Long.toString(end), ending);
        }

        static Optional<Mute> parse(String line) {
            String[] parts = line.split("\t", -1);
            try {
                return parts.length != 7
                        ? Optional.empty()
                        : Optional.of(new Mute(parts[0], Long.parseLong(parts[1]), parts[2], Long.parseLong(parts[3]),
                                Boolean.parseBoolean(parts[4]), Long.parseLong(parts[5]), parts[6]));
            } catch (NumberFormatException e) { // of a later release
                return Optional.empty();
            }
        }
    }

    /**
     * Creates a history of what was stored.
     *
     * @param stored the text of {@link #look}; lines that are no mutes are left out
     * @param most   the largest number of mutes
     */
    MuteHistory(String stored, int most) {
        this.most = most;
        this.mutes = stored.lines().flatMap(line -> Mute.parse(line).stream()).toList();
    }

    /** Whether what is muted now is not what the history says. */
    boolean differs(Map<String, Object> health) {
        boolean differs = health.containsKey("mutes") && !(over(health).isEmpty() && fresh(health).isEmpty());
        looks = differs ? looks : 0;
        return differs;
    }

    private List<Mute> over(Map<String, Object> health) {
        List<Mute> current = current(health);
        return mutes.stream().filter(m -> m.end() == 0 && current.stream().noneMatch(m::isSame)).toList();
    }

    private List<Mute> fresh(Map<String, Object> health) {
        return current(health).stream()
                .filter(m -> mutes.stream().noneMatch(known -> known.end() == 0 && known.isSame(m)))
                .toList();
    }

    /**
     * Takes over what is muted now, where it {@linkplain #differs differs}.
     *
     * @param health the health of the cluster, as data
     * @param audit  the last lines of the audit log
     * @param now    in milliseconds since 1970
     * @return the text to store; null if who did it is not known yet, and may be at the next look
     */
    @Nullable
    String look(Map<String, Object> health, String audit, long now) {
        firstLook = looks == 0 ? now : firstLook;
        looks++;
        AuditedMutes audited = AuditedMutes.of(audit);
        List<Mute> fresh = fresh(health);
        Map<Mute, Mute> changed = new LinkedHashMap<>();
        over(health).forEach(m -> changed.put(m, ended(m, fresh, health, audited)));
        List<Mute> begun = fresh.stream().map(m -> begun(m, audited)).toList();
        boolean allKnown = changed.values().stream().noneMatch(m -> m.ending().isEmpty())
                && begun.stream().noneMatch(m -> m.by().isEmpty());
        if (!allKnown && looks < PATIENCE) {
            return null;
        }
        looks = 0;
        return replace(changed, begun);
    }

    private static List<Mute> current(Map<String, Object> health) {
        return Values.maps(health.get("mutes")).stream().map(MuteHistory::mute).toList();
    }

    private static Mute mute(Map<String, Object> mute) {
        String ttl = Values.text(mute.get("ttl"));
        return new Mute(Values.text(mute.get("code")), 0, "", ttl.isEmpty() ? 0 : Instant.parse(ttl).toEpochMilli(),
                Boolean.TRUE.equals(mute.get("sticky")), 0, "");
    }

    private Mute begun(Mute mute, AuditedMutes audited) {
        long before = mutes.stream()
                .filter(m -> m.code().equals(mute.code()))
                .mapToLong(m -> Math.max(m.from(), m.end()))
                .max()
                .orElse(0);
        AuditedMutes.Line line = audited.lastMute(mute.code(), before);
        long from = line == null ? firstLook : line.at();
        return new Mute(mute.code(), from, line == null ? "" : line.by(), mute.until(), mute.sticky(), 0, "");
    }

    /** The mute with its end; the ending is empty as long as who ended it may still come to be known. */
    private Mute ended(Mute mute, List<Mute> fresh, Map<String, Object> health, AuditedMutes audited) {
        AuditedMutes.Line line = audited.lastUnmute(mute.code(), mute.from());
        if (line != null) {
            return mute.ended(line.at(), "unmuted by " + line.by());
        }
        if (mute.until() > 0 && mute.until() <= firstLook) {
            return mute.ended(mute.until(), "the time was over");
        }
        if (fresh.stream().anyMatch(m -> m.code().equals(mute.code()))) {
            return mute.ended(firstLook, "muted anew");
        }
        if (looks < PATIENCE) {
            return mute;
        }
        boolean raised = Values.map(health.get("checks")).containsKey(mute.code());
        return mute.ended(firstLook, raised ? "it got worse, or was unmuted" : "the check cleared");
    }

    private String replace(Map<Mute, Mute> changed, List<Mute> begun) {
        List<Mute> all = new ArrayList<>();
        mutes.forEach(m -> all.add(changed.getOrDefault(m, m)));
        all.addAll(begun);
        Set<Mute> kept = new LinkedHashSet<>(all);
        all.stream().filter(m -> m.end() > 0).limit(Math.max(0, all.size() - most)).forEach(kept::remove);
        mutes = List.copyOf(kept);
        return text(mutes);
    }

    /** The newest of them that fit, one a line, in their order. */
    private static String text(List<Mute> all) {
        Deque<String> lines = new ArrayDeque<>();
        int size = 0;
        for (Mute mute : all.reversed()) {
            String line = mute.line();
            size += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (size > MAX_BYTES) {
                break;
            }
            lines.addFirst(line);
        }
        return String.join("\n", lines);
    }

    /** Each mute by a key of its own, with times in milliseconds since 1970. */
    Map<String, Object> section() {
        Map<String, Object> all = new LinkedHashMap<>();
        mutes.forEach(m -> all.put(m.from() + " " + m.code(), Data.map("code", m.code(), "from", m.from(), "by",
                m.by(), "until", m.until(), "sticky", m.sticky(), "end", m.end(), "ending", m.ending())));
        return all;
    }
}
