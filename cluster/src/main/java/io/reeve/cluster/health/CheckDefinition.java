package io.reeve.cluster.health;

import io.reeve.api.HealthCheck;
import java.util.List;

/** The definition of one of the cluster's health checks, declared where the check is made. */
public interface CheckDefinition {
    /** The source that a check is judged by. */
    enum Evidence {
        /** The maps and the managers: known to an active at once. */
        MAPS,
        /** The reports of daemons: a new active has to wait for them. */
        REPORTS,
        /** The answers of the ZooKeeper servers: a new active has to ask for them. */
        ENSEMBLE
    }

    /** The check's code: an enum constant's name. */
    String name();

    HealthCheck.Severity severity();

    /** The source without which the check cannot be judged, so that the last opinion stays. */
    Evidence evidence();

    /** The check, raised about that many things. */
    default HealthCheck raised(String summary, long count, List<String> detail) {
        return new HealthCheck(name(), severity(), summary, count, detail);
    }
}
