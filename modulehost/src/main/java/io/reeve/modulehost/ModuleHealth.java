package io.reeve.modulehost;

import io.reeve.api.HealthCheck;
import io.reeve.api.HealthCheck.Severity;
import io.reeve.modulehost.RunningModule.Problem;
import io.reeve.modulehost.catalog.Leftover;
import io.reeve.modulehost.catalog.LoadError;
import io.reeve.modulehost.instance.ModuleInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The manager's health checks about its modules. */
public final class ModuleHealth {
    private ModuleHealth() {}

    /** @param missing modules that are on the list of enabled modules and unknown to the host */
    public static List<HealthCheck> of(Collection<RunningModule> modules, Set<String> missing) {
        Map<Problem.Kind, List<String>> lines = new EnumMap<>(Problem.Kind.class);
        List<String> notifyFailures = new ArrayList<>();
        for (RunningModule module : modules) {
            module.problem()
                    .ifPresent(problem -> lines.computeIfAbsent(group(problem.kind()), k -> new ArrayList<>())
                            .add("Module '" + module.name() + "' " + verb(problem.kind()) + ": " + problem.text()));
            ModuleInstance instance = module.instance();
            if (instance != null) {
                instance.callbackFailures()
                        .values()
                        .stream()
                        .sorted()
                        .forEach(t -> notifyFailures.add("Module '" + module.name() + "': " + t));
            }
        }
        missing.forEach(name -> lines.computeIfAbsent(Problem.Kind.FAILED, k -> new ArrayList<>())
                .add("Module '" + name + "' has failed: it is enabled and does not run; 'mgr module restart " + name
                        + "' starts it"));
        List<HealthCheck> checks = new ArrayList<>();
        lines.forEach((kind, all) -> checks.add(check(kind, all)));
        if (!notifyFailures.isEmpty()) {
            checks.add(new HealthCheck("MGR_MODULE_NOTIFY_ERROR", Severity.WARNING,
                    summary(notifyFailures, "mgr modules have troubles with notifications"), notifyFailures.size(),
                    notifyFailures));
        }
        return List.copyOf(checks);
    }

    /** The check about modules whose calls do not return. */
    static Optional<HealthCheck> ofCalls(Collection<RunningModule> modules, Duration most) {
        List<String> lines = new ArrayList<>();
        for (RunningModule module : modules) {
            ModuleInstance instance = module.instance();
            if (instance != null) {
                instance.calls().late(most).forEach(t -> lines.add("Module '" + module.name() + "' " + t));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new HealthCheck("MGR_MODULE_SLOW", Severity.WARNING,
                        summary(lines, "calls of mgr modules have not returned"), lines.size(), lines));
    }

    /** The check about what modules that have stopped have left in this process. */
    static Optional<HealthCheck> ofLeftovers(List<Leftover> leftovers) {
        List<String> lines = leftovers.stream().map(Leftover::text).toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new HealthCheck("MGR_MODULE_LEFTOVER", Severity.WARNING,
                        summary(lines, "mgr modules have left threads or classes behind"), lines.size(), lines));
    }

    /** The check about what cannot be read in the module path. Bad jars that are read are not the cluster's business. */
    static Optional<HealthCheck> ofPath(List<LoadError> errors) {
        List<String> lines = errors.stream().filter(LoadError::ofDisk).map(LoadError::message).toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new HealthCheck("MGR_MODULE_PATH", Severity.WARNING,
                        summary(lines, "files or folders of the module path cannot be read"), lines.size(), lines));
    }

    private static Problem.Kind group(Problem.Kind kind) {
        return kind == Problem.Kind.NOT_FOUND ? Problem.Kind.FAILED : kind;
    }

    private static String verb(Problem.Kind kind) {
        return switch (kind) {
            case FAILED, NOT_FOUND -> "has failed";
            case CANNOT_RUN -> "has failed dependency";
            case STUCK -> "does not stop";
        };
    }

    private static HealthCheck check(Problem.Kind kind, List<String> lines) {
        return switch (kind) {
            case FAILED, NOT_FOUND -> new HealthCheck("MGR_MODULE_ERROR", Severity.ERROR,
                    summary(lines, "mgr modules have failed"), lines.size(), lines);
            case CANNOT_RUN -> new HealthCheck("MGR_MODULE_DEPENDENCY", Severity.WARNING,
                    summary(lines, "mgr modules have failed dependencies"), lines.size(), lines);
            case STUCK -> new HealthCheck("MGR_MODULE_STUCK", Severity.ERROR, summary(lines, "mgr modules do not stop"),
                    lines.size(), lines);
        };
    }

    private static String summary(List<String> lines, String several) {
        return lines.size() == 1 ? lines.getFirst() : lines.size() + " " + several;
    }
}
