package io.reeve.daemon.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a demo is told.
 *
 * @param managers   how many, at most 26
 * @param data       its folder
 * @param temporary  whether the folder goes away at the end
 * @param httpPort   the first manager's; the others follow; 0 for free ones
 * @param restart    whether a manager that died is started again
 * @param modulePath folders with modules; empty for the bundled ones
 * @param command    what starts a manager: the command line up to the options of {@code reeved run}
 * @param agent      what starts an agent: the command line up to the options of {@code reeved agent}
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
