package io.reeve.cluster.health;

import io.reeve.api.HealthCheck;
import java.util.List;

/**
 * The definition of one of the cluster's health checks, declared where the check is made.
 *
 * @param code     the check's code
 * @param severity its severity
 * @param evidence the source without which the check cannot be judged, so that the last opinion stays
 */
public record CheckDefinition(String code, HealthCheck.Severity severity, Evidence evidence) {
    /** The source that a check is judged by. */
    public enum Evidence {
        /** The maps and the managers: known to an active at once. */
        MAPS,
        /** The reports of daemons: a new active has to wait for them. */
        REPORTS,
        /** The placement groups that storage daemons report: a new active has to wait for them, too, and needs at least one. */
        GROUPS,
        /** The answers of the ZooKeeper servers: a new active has to ask for them. */
        ENSEMBLE
    }

    /** The definition of a warning. */
    public static CheckDefinition warning(String code, Evidence evidence) {
        return new CheckDefinition(code, HealthCheck.Severity.WARNING, evidence);
    }

    /** The definition of an error. */
    public static CheckDefinition error(String code, Evidence evidence) {
        return new CheckDefinition(code, HealthCheck.Severity.ERROR, evidence);
    }

    /** The check, raised about that many things. */
    public HealthCheck raised(String summary, long count, List<String> detail) {
        return new HealthCheck(code, severity, summary, count, detail);
    }
}
