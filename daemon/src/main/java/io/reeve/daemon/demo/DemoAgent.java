package io.reeve.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The demo's agent, a process of its own: it reports this machine, two folders as storage daemons, and the demo's
 * ZooKeeper.
 *
 * @param process the running process; its standard input stays open as long as the demo lives
 */
record DemoAgent(Process process) {
    private static final int OSDS = 2;
    private static final Duration STOP = Duration.ofSeconds(5);

    static DemoAgent start(DemoOptions options, String zookeeper, List<ManagerProcess> managers)
            throws IOException {
        List<String> command = new ArrayList<>(options.agent());
        command.addAll(List.of("--mgr", managers.stream().map(ManagerProcess::url).collect(Collectors.joining(",")),
                "--zookeeper", zookeeper, "--exit-with-parent", "--data", options.data().toAbsolutePath().toString()));
        for (int osd = 0; osd < OSDS; osd++) {
            Path folder = Files.createDirectories(options.data().resolve("osd." + osd).toAbsolutePath());
            command.addAll(List.of("--osd", osd + "=" + folder));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(options.data().resolve("agent.log").toFile()));
        builder.environment().remove("REEVE_MGR");
        return new DemoAgent(builder.start());
    }

    /** Asks it to stop, and kills it when it does not. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
