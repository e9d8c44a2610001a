package io.reeve.store.health;

import io.reeve.api.HealthCheck;
import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.election.FencedWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code health}, {@code health mute} and {@code health unmute}; texts as Ceph's (HealthMonitor.cc). */
public final class HealthCommands {
    private static final Pattern TTL = Pattern.compile("([0-9]{1,9}) *([a-z]*)");
    private final Supplier<HealthReport> health;
    private final HealthMutes mutes;
    private final Supplier<FencedWriter> writer;
    private final Clock clock;

    public HealthCommands(Supplier<HealthReport> health, HealthMutes mutes, Supplier<FencedWriter> writer,
            Clock clock) {
        this.health = health;
        this.mutes = mutes;
        this.writer = writer;
        this.clock = clock;
    }

    /** The declarations of these commands. */
    public List<BuiltinCommand> commands() {
        return List.of(
                BuiltinCommand.of("health name=detail,type=CephChoices,strings=detail,req=false",
                        "show the health checks", "r", this::health),
                BuiltinCommand.of("health mute name=code,type=CephString name=ttl,type=CephString,req=false "
                        + "name=sticky,type=CephBool,req=false",
                        "leave a health check out of the cluster's state, until it clears or gets worse; --sticky: "
                                + "whatever becomes of it; ttl: such as 90s, 4h or 2w",
                        "rw", this::mute),
                BuiltinCommand.of("health unmute name=code,type=CephString,req=false",
                        "let a muted health check count again; without a code, all", "rw", this::unmute));
    }

    private HandleCommandResult health(Command command) {
        boolean detail = command.has("detail");
        HealthReport report = health.get();
        return HandleCommandResult.data(report.data(detail), report.text(detail));
    }

    private HandleCommandResult mute(Command command) {
        String code = command.string("code");
        if (!code.matches("[A-Z][A-Z0-9_]{0,127}")) {
            return HandleCommandResult.error(Errno.EINVAL, "'" + code + "' is not the code of a health check: write it "
                    + "as 'health detail' shows it, such as OSD_DOWN");
        }
        HealthCheck check = health.get().checks().get(code);
        if (check == null && !command.bool("sticky")) {
            return HandleCommandResult.error(Errno.ENOENT, "health alert " + code
                    + " is not currently raised; you can use --sticky to mute it anyway");
        }
        try {
            long until = command.has("ttl") ? clock.millis() + ttl(command.string("ttl")).toMillis() : 0;
            mutes.mute(writer.get(), new HealthMutes.Mute(code, command.bool("sticky"), until,
                    check == null ? "" : check.summary(), check == null ? 0 : check.count()));
            return HandleCommandResult.ok();
        } catch (IllegalArgumentException e) {
            return HandleCommandResult.error(Errno.EINVAL, String.valueOf(e.getMessage()));
        }
    }

    private static Duration ttl(String text) {
        Matcher ttl = TTL.matcher(text.strip());
        Duration unit = !ttl.matches() ? Duration.ZERO : switch (ttl.group(2)) {
            case "", "s", "sec", "second", "seconds" -> Duration.ofSeconds(1);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(1);
            case "h", "hr", "hour", "hours" -> Duration.ofHours(1);
            case "d", "day", "days" -> Duration.ofDays(1);
            case "w", "week", "weeks" -> Duration.ofDays(7);
            default -> Duration.ZERO;
        };
        if (unit.isZero() || Long.parseLong(ttl.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "not a valid duration: '" + text + "'; write such as 90s, 30m, 4h or 2w");
        }
        return unit.multipliedBy(Long.parseLong(ttl.group(1)));
    }

    private HandleCommandResult unmute(Command command) {
        String code = command.has("code") ? command.string("code") : "";
        if (!code.isEmpty() && !mutes.all().containsKey(code)) {
            return HandleCommandResult.remark("health alert " + code + " is not muted");
        }
        mutes.unmute(writer.get(), code);
        return HandleCommandResult.ok();
    }
}
