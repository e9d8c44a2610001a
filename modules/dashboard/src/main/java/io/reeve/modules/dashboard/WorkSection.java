package io.reeve.modules.dashboard;

import io.reeve.api.command.Data;
import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.Progress;
import io.reeve.api.progress.RunningEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The section about the long work of modules: their progress events. */
final class WorkSection {
    private WorkSection() {}

    /**
     * What runs, each as {@code run:ID}, and what has finished, each as {@code end:START:ID}: an id may come again. The
     * fraction is rounded: a change that nobody sees is not sent to the pages.
     */
    static Map<String, Object> of(Progress progress) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RunningEvent event : progress.running()) {
            double fraction = Math.round(event.fraction() * 1000) / 1000.0;
            all.put("run:" + event.name(), Data.map("module", event.module(), "message", event.event().message(),
                    "fraction", fraction, "started", event.started().toString(), "inherited", event.inherited()));
        }
        for (FinishedEvent event : progress.finished()) {
            all.put("end:" + event.started().toEpochMilli() + ":" + event.name(), Data.map("module", event.module(),
                    "message", event.event().message(), "started", event.started().toString(), "finished",
                    event.finished().toString(), "failure", event.failure()));
        }
        return all;
    }
}
