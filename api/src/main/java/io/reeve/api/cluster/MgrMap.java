package io.reeve.api.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The map of managers: the active one, the standbys and the enabled modules, consistent as of one epoch. All managers
 * have the same map, apart from the time for which a change travels.
 *
 * @param cluster  the cluster's name
 * @param fsid     the cluster's unique id, made when it was first started
 * @param epoch    the epoch, raised whenever a manager becomes active or stops being active
 * @param down     whether {@code mgr set down true} keeps every manager from becoming active
 * @param active   the active manager; null while there is none
 * @param since    when the present state (this active manager, or none) began
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

    /** The URIs that the modules of the active manager have published, by module; empty without an active manager. */
    public Map<String, String> services() {
        return active == null ? Map.of() : active.services();
    }

    /**
     * One live manager.
     *
     * @param name      its name, unique in the cluster
     * @param gid       a number unique to the process, below 2^53
     * @param host      the host's name
     * @param pid       the process id on the host
     * @param url       the advertised HTTP URL, ending in {@code /}
     * @param report    the report address, {@code HOST:PORT}
     * @param version   the version of the software
     * @param priority  the priority in the election, the highest first; null for a manager that never becomes active
     * @param modules   the modules that are installed, by name
     * @param metadata  facts about host and process: arch, cpu, kernel, memory, java …
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
     * @param manager   the manager
     * @param epoch     the epoch with which it became active
     * @param since     when it became active
     * @param available false while it is starting: it leads, but serves no commands yet
     * @param services  the URIs that its modules have published, by module
     */
    public record Active(Manager manager, long epoch, Instant since, boolean available,
            Map<String, String> services) {
        public Active {
            services = Map.copyOf(services);
        }
    }

    /**
     * A module that is installed on a manager.
     *
     * @param name        the module's name
     * @param canRun      whether it can run there
     * @param errorString the reason if it cannot, else empty
     */
    public record AvailableModule(String name, boolean canRun, String errorString) {}
}
