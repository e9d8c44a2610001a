package io.reeve.api.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who manages the cluster: one consistent picture of the managers, the same on every node up to the time that news
 * takes.
 *
 * @param cluster  the cluster's name
 * @param fsid     the cluster's unique id, made when it was first started
 * @param epoch    the fencing epoch: raised whenever a manager becomes active or is made to stop being it
 * @param down     true while {@code mgr set down true} keeps every manager from becoming active
 * @param active   the active manager; null while there is none
 * @param since    when the current state (this active, or none) began
 * @param standbys the other live managers, by name
 * @param modules  the enabled modules, by name
 */
public record MgrMap(String cluster, String fsid, long epoch, boolean down, @Nullable Active active, Instant since,
        List<Manager> standbys, List<String> modules) {

    public MgrMap {
        standbys = List.copyOf(standbys);
        modules = List.copyOf(modules);
    }

    /** Whether there is an active manager that serves commands. */
    public boolean available() {
        return active != null && active.available();
    }

    /** What the active's modules published: module to URI; empty while none is available. */
    public Map<String, String> services() {
        return active == null ? Map.of() : active.services();
    }

    /**
     * One live manager.
     *
     * @param name      unique in the cluster
     * @param gid       unique for each process, below 2^53
     * @param host      the host's name
     * @param pid       the process id there
     * @param url       where browsers reach it: the advertised URL, ending in {@code /}
     * @param report    where daemons report: {@code HOST:PORT}
     * @param version   of the software
     * @param priority  who activates first; null for never
     * @param modules   the modules it has, by name
     * @param metadata  facts of host and process: arch, cpu, kernel, memory, java …
     */
    public record Manager(String name, long gid, String host, long pid, String url, String report, String version,
            @Nullable Integer priority, List<AvailableModule> modules, Map<String, String> metadata) {
        public Manager {
            modules = List.copyOf(modules);
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * The active manager.
     *
     * @param manager   who
     * @param epoch     the epoch in which it became active
     * @param since     when
     * @param available false while it is starting: it leads, but serves no commands yet
     * @param services  what its modules published: module to URI
     */
    public record Active(Manager manager, long epoch, Instant since, boolean available,
            Map<String, String> services) {
        public Active {
            services = Map.copyOf(services);
        }
    }

    /**
     * A module that a manager has.
     *
     * @param name        the module's name
     * @param canRun      whether it can run there
     * @param errorString why not, or empty
     */
    public record AvailableModule(String name, boolean canRun, String errorString) {}
}
