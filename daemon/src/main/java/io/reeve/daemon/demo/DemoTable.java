package io.reeve.daemon.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The text that the demo prints when all are up: a short table, and a hint what to try. */
final class DemoTable {
    private static final String ROW = "%-5s %8s  %-24s %s%n";

    private DemoTable() {}

    /**
     * The output of the table.
     *
     * @return the view of the cluster that it has shown
     */
    static ManagerClient.View print(DemoOptions options, List<ManagerProcess> managers, ManagerClient client,
            PrintWriter out) {
        ManagerClient.View seen = managers.stream()
                .map(client::view)
                .flatMap(Optional::stream)
                .filter(ManagerClient.View::available)
                .findFirst()
                .orElse(ManagerClient.View.NOBODY);
        String active = seen.active();
        out.printf(Locale.ROOT, ROW, "NAME", "PID", "URL", "STATE");
        for (ManagerProcess manager : managers) {
            out.printf(Locale.ROOT, ROW, manager.name(), manager.pid(), manager.url(),
                    manager.name().equals(active) ? "active" : "standby");
        }
        out.println();
        managers.stream()
                .filter(manager -> manager.name().equals(active))
                .findFirst()
                .ifPresent(manager -> out.println(hint(manager, managers)));
        if (!options.temporary()) {
            out.println("Logs and demo.json are in " + options.data().toAbsolutePath().normalize());
        }
        out.flush();
        return seen;
    }

    private static String hint(ManagerProcess active, List<ManagerProcess> managers) {
        String page = managers.getLast().url() + "/dashboard/";
        return "Try: open " + page + ", then kill -9 " + active.pid() + " and watch it go on. Ctrl-C stops all.";
    }
}
