package io.reeve.modulehost.catalog;

import java.util.Set;

/** The names that no module may have, because the manager uses them as the first word of a command or segment of a path. */
public final class ReservedNames {
    /** All reserved names. */
    public static final Set<String> ALL = Set.of("mgr", "api", "health", "metrics", "config", "config-key", "log",
            "status", "mon", "osd", "mds", "pg", "fs", "device", "service", "node", "version", "versions", "tell",
            "help", "complete", "get_command_descriptions", "quit", "exit", "audit", "cluster", "reeve", "auth",
            "crash");

    private ReservedNames() {}
}
