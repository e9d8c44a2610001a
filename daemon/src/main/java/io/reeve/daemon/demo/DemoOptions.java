package io.reeve.daemon.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The options of a demo.
 *
 * @param managers   the number of managers, at most 26
 * @param data       the demo's folder
 * @param temporary  whether the folder is deleted at the end
 * @param httpPort   the first manager's HTTP port; the others follow; 0 for free ones
 * @param restart    whether a manager that died is started again
 * @param modulePath folders with modules; empty for the bundled ones
 * @param command    the command line that starts a manager, up to the options of {@code reeved run}
 * @param agent      the command line that starts an agent, up to the options of {@code reeved agent}
 */
record DemoOptions(int managers, Path data, boolean temporary, int httpPort, boolean restart, String modulePath,
        List<String> command, List<String> agent) {
    static final String CLUSTER = "reeve";

    DemoOptions {
        command = List.copyOf(command);
        agent = List.copyOf(agent);
    }

    List<String> names() {
        return IntStream.range(0, managers).mapToObj(i -> Character.toString('a' + i)).toList();
    }
}
