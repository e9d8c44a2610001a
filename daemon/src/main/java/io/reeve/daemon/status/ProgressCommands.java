package io.reeve.daemon.status;

import io.reeve.api.command.BuiltinCommand;
import io.reeve.api.command.Command;
import io.reeve.api.command.Data;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.api.command.Text;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.RunningEvent;
import io.reeve.store.progress.ProgressEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code progress …}: what modules tell of long work; commands, texts and keys as those of Ceph's module of that name. */
public final class ProgressCommands {
    private final Supplier<ProgressEvents> events;
    private final Clock clock;

    public ProgressCommands(Supplier<ProgressEvents> events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** The commands. */
    public List<BuiltinCommand> commands() {
        return List.of(BuiltinCommand.of("progress", "show the long work of modules", "r", this::show),
                BuiltinCommand.of("progress json", "print the long work of modules as JSON", "r",
                        _ -> HandleCommandResult.data(data(events.get()))),
                BuiltinCommand.of("progress clear", "forget all long work, also what has finished", "rw", _ -> clear()),
                BuiltinCommand.of("progress on", "let modules show their long work again", "rw", _ -> on()),
                BuiltinCommand.of("progress off", "forget all long work, and take none of modules", "rw",
                        _ -> off()));
    }

    private HandleCommandResult show(Command command) {
        ProgressEvents now = events.get();
        List<RunningEvent> running = now.running();
        List<FinishedEvent> finished = now.finished();
        if (running.isEmpty() && finished.isEmpty() && command.format().equals("plain")) {
            return HandleCommandResult.remark("Nothing in progress");
        }
        Text text = new Text();
        Instant at = clock.instant();
        running.stream()
                .sorted(Comparator.comparing(RunningEvent::started).reversed())
                .forEach(event -> text.lines(ProgressText.of(event, at, 4)));
        if (!finished.isEmpty()) {
            text.line("");
        }
        finished.forEach(event -> text.lines(ProgressText.of(event, 4)));
        return HandleCommandResult.data(data(now), text);
    }

    private Map<String, Object> data(ProgressEvents now) {
        Instant at = clock.instant();
        return Data.map("events", now.running().stream().map(event -> running(event, at)).toList(), "completed",
                now.finished().stream().map(ProgressCommands::finished).toList());
    }

    private static Map<String, Object> running(RunningEvent event, Instant at) {
        return Data.map("id", event.name(), "message", event.event().message(), "duration",
                ProgressText.age(event.age(at)), "refs", List.of(), "progress", event.fraction(), "started_at",
                seconds(event.started()), "time_remaining",
                event.remaining(at).map(Duration::toSeconds).orElse(null), "add_to_ceph_s",
                event.event().inStatus(), "module", event.module(), "kept", event.event().kept(), "inherited",
                event.inherited());
    }

    private static Map<String, Object> finished(FinishedEvent event) {
        Map<String, Object> out = new LinkedHashMap<>(
                Data.map("id", event.name(), "message", event.event().message(), "refs", List.of(), "started_at",
                        seconds(event.started()), "finished_at", seconds(event.finished()), "add_to_ceph_s",
                        event.event().inStatus(), "module", event.module()));
        if (event.failure() != null) {
            out.put("failed", true);
            out.put("failure_message", event.failure());
        }
        return out;
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private HandleCommandResult clear() {
        events.get().clear();
        return HandleCommandResult.ok();
    }

    private HandleCommandResult on() {
        if (events.get().isOn()) {
            return HandleCommandResult.remark("progress already enabled!");
        }
        events.get().setOn(true);
        return HandleCommandResult.remark("progress enabled");
    }

    private HandleCommandResult off() {
        if (!events.get().isOn()) {
            return HandleCommandResult.remark("progress already disabled!");
        }
        events.get().setOn(false);
        return HandleCommandResult.remark("progress disabled");
    }
}
